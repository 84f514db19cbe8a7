/** What the support desk knows. */
export interface Article {
  readonly id: string;
  readonly title: string;
  /** Words by which it is found, in the languages that customers write in. */
  readonly keywords: string;
  readonly body: string;
}

/** All articles. */
export const ARTICLES: readonly Article[] = [
  {
    id: 'KB-1',
    title: 'When a service is down',
    keywords: 'outage unavailable offline 503 störung ausfall caída panne guasto 障害',
    body: 'Our engineers are alerted the moment a region stops answering. Requests that failed are kept for 24 hours and are sent again by themselves, so that no data is lost. While the incident lasts, the status page shows every region and the time of the next update. Afterwards you get a written report with the cause, the duration and what we change so that it does not happen again.',
  },
  {
    id: 'KB-2',
    title: 'Where an order is',
    keywords:
      'order_status parcel delivery tracking bestellung lieferung pedido commande ordine encomenda 注文',
    body: 'Orders leave the warehouse within one working day. The tracking number comes by e-mail, and the carrier updates it every few hours. A parcel that has not moved for five working days counts as lost: we then send a new one at our own cost.',
  },
  {
    id: 'KB-3',
    title: 'How refunds work',
    keywords: 'refund money return rückerstattung reembolso remboursement rimborso 返金',
    body: 'Goods can be returned within 30 days. The refund goes to the card or account that paid, within five working days of the day on which the goods arrive here. The cost of sending them back is ours when something was wrong with them.',
  },
  {
    id: 'KB-4',
    title: 'Reading your invoice',
    keywords: 'billing invoice charged vat plan seats rechnung factura facture fattura fatura 請求',
    body: 'Each invoice covers one calendar month. Seats that were added during a month are charged by the day. The VAT number that you enter under Billing appears on every invoice from then on, and invoices of the last twelve months can be issued again with it.',
  },
  {
    id: 'KB-5',
    title: 'Changing a password',
    keywords: 'security password login reset passwort contraseña mot de passe senha',
    body: 'Everybody changes their own password under Profile, Security. Nobody at our company can see a password, and we never send one.',
  },
  {
    id: 'KB-6',
    title: 'Exporting data',
    keywords: 'how_to export csv download report exportieren exportar exporter esportare',
    body: 'Open the table that you need, choose Export, and pick CSV or JSON. Up to a million rows arrive at once; for more you get a link by e-mail, which is valid for a week.',
  },
  {
    id: 'KB-7',
    title: 'Single sign-on',
    keywords: 'how_to sso saml okta entra login scim anmeldung',
    body: 'Under Security, Single sign-on, paste the metadata address of your identity provider and map the e-mail attribute. Test it with one person before you make it mandatory: whoever is signed in stays signed in.',
  },
  {
    id: 'KB-8',
    title: 'Using the API',
    keywords: 'how_to api key webhook rate limit integration token schnittstelle',
    body: 'Create a key under Developers. A key may send 600 requests per minute; beyond that the answer is 429 with a Retry-After header. Webhooks are signed: compare the signature before you trust the body.',
  },
  {
    id: 'KB-9',
    title: 'Contracts and data protection',
    keywords: 'legal contract gdpr dsgvo rgpd data processing agreement vertrag contrato',
    body: 'Our data processing agreement is part of every contract. Requests for information about personal data are answered within 30 days, by a person of our legal team.',
  },
  {
    id: 'KB-10',
    title: 'Inviting your team',
    keywords: 'how_to invite team member role permission einladen invitar inviter',
    body: 'Under Team, enter the e-mail addresses, one per line, and choose a role. An invitation is valid for 14 days. Roles can be changed at any time and take effect at once.',
  },
];

/** What each topic sounds like; the first that matches is it. */
const PATTERNS: readonly (readonly [topic: string, pattern: RegExp])[] = [
  [
    'security',
    startOfWord(
      'password of|colleague.s (?:password|account)|her account|his account|passwort (?:von|meine)',
    ),
  ],
  ['legal', startOfWord('lawyer|legal|lawsuit|gdpr|dsgvo|anwalt|abogad|avocat|rgpd')],
  [
    'outage',
    startOfWord(
      'outage|down(?!\\p{L})|unavailable|503|offline|ausfall|störung|nicht erreichbar|caíd|panne|hors service|' +
        'indisponib|fuori servizio|não responde|storing|障害|接続できません',
    ),
  ],
  [
    'refund',
    startOfWord('refund|money back|rückerstattung|erstatt|reembols|devoluci|rembours|rimbors|返金|zwrot'),
  ],
  [
    'order_status',
    startOfWord(
      'order|parcel|package|delivery|shipment|bestellung|lieferung|paket|pedido|commande|colis|ordine|' +
        'encomenda|注文|zamówieni',
    ),
  ],
  [
    'billing',
    startOfWord('invoice|charged|billing|vat|rechnung|abrechnung|factura|facture|fattura|fatura|請求|faktur'),
  ],
];

const LANGUAGES: readonly (readonly [language: string, pattern: RegExp])[] = [
  ['ja', /[\u3040-\u30ff]/],
  ['de', words('und|ich|nicht|wir|bitte|ist|das|guten')],
  ['es', words('el|los|hola|gracias|por|está|nuestra|nuestro')],
  ['fr', words('le|les|bonjour|nous|est|vous|notre|une')],
  ['it', words('il|buongiorno|grazie|abbiamo|che|nostro|sono')],
  ['pt', words('olá|não|obrigad[oa]|nosso|uma|está')],
];

/**
 * What a ticket is about, as a model would tell.
 *
 * @param text - The ticket.
 * @returns One of the topics, `how_to` where none is recognised.
 */
export function topicOf(text: string): string {
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'how_to';
}

/**
 * The language of a ticket, as a model would tell: the one with the most words of its own.
 *
 * @param text - The ticket.
 * @returns A two-letter code, `en` where none is recognised.
 */
export function languageOf(text: string): string {
  const counts = LANGUAGES.map(([language, pattern]) => ({
    language,
    count: text.match(new RegExp(pattern, 'giu'))?.length ?? 0,
  }));
  const [best] = counts.filter(({ count }) => count >= 2).sort((first, second) => second.count - first.count);
  return best?.language ?? 'en';
}

function startOfWord(alternatives: string): RegExp {
  return new RegExp(`(?<!\\p{Script=Latin})(?:${alternatives})`, 'iu');
}

function words(alternatives: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'iu');
}

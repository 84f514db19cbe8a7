/** What the warehouse says of an order. */
export interface Order {
  readonly id: string;
  readonly status: 'packed' | 'shipped' | 'delivered' | 'returned';
  readonly carrier: string;
  readonly updated: string;
}

/** All orders. */
export const ORDERS: readonly Order[] = [
  { id: 'ORD-4711', status: 'shipped', carrier: 'DHL', updated: '2026-08-03' },
  { id: 'ORD-4712', status: 'delivered', carrier: 'UPS', updated: '2026-07-29' },
  { id: 'ORD-4720', status: 'packed', carrier: 'Correos', updated: '2026-08-05' },
  { id: 'ORD-4733', status: 'returned', carrier: 'La Poste', updated: '2026-08-01' },
  { id: 'ORD-4741', status: 'shipped', carrier: 'Yamato', updated: '2026-08-04' },
  { id: 'ORD-4750', status: 'delivered', carrier: 'FedEx', updated: '2026-07-30' },
  { id: 'ORD-4768', status: 'shipped', carrier: 'DPD', updated: '2026-08-05' },
  { id: 'ORD-4775', status: 'returned', carrier: 'CTT', updated: '2026-08-02' },
  { id: 'ORD-4802', status: 'packed', carrier: 'GLS', updated: '2026-08-06' },
  { id: 'ORD-4816', status: 'delivered', carrier: 'Poste Italiane', updated: '2026-07-31' },
];

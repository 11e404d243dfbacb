/** As Cost Explorer's dimension RECORD_TYPE names them. */
export type RecordType =
  | 'Usage'
  | 'SavingsPlanCoveredUsage'
  | 'SavingsPlanNegation'
  | 'SavingsPlanRecurringFee'
  | 'Tax'
  | 'Support'
  | 'Credit'
  | 'Refund';

/** One kind of line on a bill, shared by all who are charged it. */
export interface ChargeKind {
  /** As the dimension SERVICE names it. */
  service: string;
  /** Without the prefix of the Region. */
  usageType: string;
  operation: string;
  /** Null where no instance is charged. */
  instanceType: string | null;
  recordType: RecordType;
  /** The cost allocation tag "component"; null for what nobody tagged. */
  component: string | null;
  /** Whether the tag "Cell" is on it. */
  tagged: boolean;
  /** USD of a unit of usage in us-east-1. */
  price: number;
  /** Units of usage a day: for each that is charged, for its size, and for each million of requests. */
  each: number;
  perSize: number;
  perMillion: number;
  /** Stored data, of which there is more every day. */
  grows: boolean;
  /** Charged once a month instead, as a share of the month's charges. */
  monthly: null | {
    /** Of the month. */
    day: number;
    /** Negative for what is given back. */
    share: number;
    /** Day of the next month from which it is on the bill; null for at once. */
    settlesOn: number | null;
  };
}

/** A kind with what most kinds have. */
export function kind(service: string, usageType: string, price: number, more: Partial<ChargeKind>): ChargeKind {
  return {
    service,
    usageType,
    operation: usageType.replace(/[:.].*$/, ''),
    instanceType: null,
    recordType: 'Usage',
    component: null,
    tagged: true,
    price,
    each: 0,
    perSize: 0,
    perMillion: 0,
    grows: false,
    monthly: null,
    ...more,
  };
}

/**
 * What AWS charges for a million request units of tables whose capacity is on demand, in dollars, as its price list for
 * DynamoDB has it since November 2024. Other regions may cost more.
 */
export const PRICES = { region: 'us-east-1', readUnits: 0.125, writeUnits: 0.625 } as const;

/** What an operation uses of the database: its calls and its units. */
export type Usage = { calls: number; readUnits: number; writeUnits: number };

/** Returns what the database costs for a million of an operation, in dollars. */
export const priceOfAMillion = ({ readUnits, writeUnits }: Usage): number =>
  readUnits * PRICES.readUnits + writeUnits * PRICES.writeUnits;

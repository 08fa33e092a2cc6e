import type { AttributeValue, Image } from './wire.ts';

/** A list or a map has three bytes of its own, and one more for each of its elements. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

const KB = 1024;

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);

/** Two digits take a byte, without zeros at either end. The exponent takes one, and so does a minus sign. */
function sizeOfNumber(text: string): number {
  const [, sign, digits = ''] = /^(-?)([\d.]*)/.exec(text) ?? [];
  const significant = digits.replace('.', '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(significant / 2) + 1 + (sign && significant ? 1 : 0);
}

const SIZES: Record<string, (content: never) => number> = {
  S: (text: string) => Buffer.byteLength(text),
  N: sizeOfNumber,
  B: (bytes: string) => Buffer.byteLength(bytes, 'base64'),
  BOOL: () => 1,
  NULL: () => 1,
  SS: (texts: string[]) => sum(texts.map(text => Buffer.byteLength(text))),
  NS: (numbers: string[]) => sum(numbers.map(sizeOfNumber)),
  BS: (list: string[]) => sum(list.map(bytes => Buffer.byteLength(bytes, 'base64'))),
  L: (list: AttributeValue[]) => CONTAINER_BYTES + sum(list.map(value => ELEMENT_BYTES + sizeOfValue(value))),
  M: (map: Image) => CONTAINER_BYTES + ELEMENT_BYTES * Object.keys(map).length + sizeOf(map),
};

function sizeOfValue(value: AttributeValue): number {
  const [[type, content] = ['']] = Object.entries(value);
  return SIZES[type]?.(content as never) ?? 0;
}

/** The bytes of an item by the rules that AWS publishes: those of the names of its attributes, and of their values. */
export const sizeOf = (item: Image): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOfValue(value)));

/** The units that a write of an item costs outside transactions. */
export const writeUnitsOf = (item: Image) => Math.ceil(sizeOf(item) / KB);

/** The units that a strongly consistent read of an item costs outside transactions. One that is not there costs one. */
export const readUnitsOf = (item: Image = {}) => Math.max(1, Math.ceil(sizeOf(item) / (4 * KB)));

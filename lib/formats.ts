import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isCursor } from './page.ts';

/** The formats that schemas/ may name, as Ajv takes them. */
export const date = fullFormats.date;
export const cursor = isCursor;

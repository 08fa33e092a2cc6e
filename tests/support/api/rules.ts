export { cursorsBesides } from './rules/cursors.ts';

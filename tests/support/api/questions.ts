/** One question of each type, of which the choice is required. */
export const QUESTIONS = [
  { key: 'meal', label: 'What will you eat?', type: 'choice', required: true, choices: ['meat', 'no meat'] },
  { key: 'note', label: 'Anything else?', type: 'text', required: false, maxLength: 100 },
  { key: 'guests', label: 'How many children come with you?', type: 'number', required: false },
  { key: 'lift', label: 'Can you give a lift?', type: 'boolean', required: false },
];

export const ANSWERS = { meal: 'no meat', note: '=1+1, "or" 🎉', guests: -2, lift: false };

import type { Story } from './story.ts';

export const serviceStories = {
  getRoot: tell => tell(200, {}),
  routeNotFound: tell => tell(404, { rawPath: '/nowhere' }),
  getHealth: tell => tell(200, {}),
  getOpenApi: tell => tell(200, {}),
  getDocs: tell => tell(200, {}),
  getDocsFile: tell => tell(200, { path: { file: 'swagger-ui.css' } }),
} satisfies Record<string, Story>;

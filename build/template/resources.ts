export type Resource = {
  Type: string;
  DependsOn?: string | string[];
  // biome-ignore lint/suspicious/noExplicitAny: resources of every type
  Properties: any;
};

/** The resources of a CloudFormation template by their ids. */
export type Resources = Record<string, Resource>;

export const ofType = (resources: Resources, type: string): Resource[] =>
  Object.values(resources).filter(({ Type }) => Type === type);

/** This is how Serverless begins the ids of what it makes for a function or, in serverless.yml, a table. */
export const capitalised = (key: string) => `${key.charAt(0).toUpperCase()}${key.slice(1)}`;

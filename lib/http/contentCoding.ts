/** Returns whether an Accept-Encoding lets a content coding pass (RFC 9110, 12.5.3). */
export function accepts(acceptEncoding: string, coding: string): boolean {
  const listed = acceptEncoding.toLowerCase().split(',').map(accepted);
  const own = listed.find(({ name }) => name === coding) ?? listed.find(({ name }) => name === '*');
  return own?.isWanted ?? false;
}

/** A coding with the weight 0 is not wanted. */
function accepted(element: string): { name: string; isWanted: boolean } {
  const [name = '', weight = ''] = element.split(';').map(part => part.trim());
  return { name, isWanted: !/^q ?= ?0(\.0{0,3})?$/.test(weight) };
}

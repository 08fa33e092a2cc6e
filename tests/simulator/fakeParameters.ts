import { text } from 'node:stream/consumers';
import { withServer } from './faultyDatabase.ts';

/** A call of GetParameter. */
export type ParameterCall = { Name: string; WithDecryption: boolean };

/** An exception of SSM, or no answer at all. */
type Refusal = string | 'hang' | undefined;

export type Parameters = {
  /** The environment of a function that reads these parameters. */
  environment: { AWS_ENDPOINT_URL_SSM: string };
  /** The values by their names, which may change. */
  values: Record<string, string>;
  calls: ParameterCall[];
};

/** Sees a call before the answer, and may refuse it. */
export type Inspect = (call: ParameterCall) => Refusal;

/** Runs `work` with a server that speaks the protocol of SSM, and has these parameters. */
export async function withParameters<Result>(
  values: Record<string, string>,
  work: (parameters: Parameters) => Promise<Result>,
  inspect: Inspect = () => undefined,
): Promise<Result> {
  const calls: ParameterCall[] = [];
  return withServer(
    async (request, response) => {
      expect(request.headers['x-amz-target']).toBe('AmazonSSM.GetParameter');
      const call: ParameterCall = JSON.parse(await text(request));
      calls.push(call);
      const Value = values[call.Name];
      const refusal = inspect(call) ?? (Value === undefined ? 'ParameterNotFound' : undefined);
      if (refusal === 'hang') return;
      const answer = refusal ? { __type: refusal } : { Parameter: { ...call, Type: 'SecureString', Value } };
      response
        .writeHead(refusal ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer));
    },
    AWS_ENDPOINT_URL_SSM => work({ environment: { AWS_ENDPOINT_URL_SSM }, values, calls }),
  );
}

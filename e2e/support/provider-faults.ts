import { faults as clbFaults } from '../../contract/clb/faults.ts';
import { faults as octaviaFaults } from '../../contract/octavia/faults.ts';
import type { Failure } from '../../src/api/changes/change.ts';
import type { Between } from './fault-world.ts';

/** What a region may do with a change of session persistence that the two APIs say differently, and what the page makes of it. */

export const providerNames = ['clb', 'octavia'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface Met {
  /** What the region does with the change; the `count` says how many came before. */
  readonly answer: (count: number) => Between;
  readonly end: 'done' | Failure;
  /** What the page says when it is not done. */
  readonly words?: RegExp;
  /** How many times the change leaves the panel server. */
  readonly sent: number;
  /** Whether the region then has what was asked for. */
  readonly stored: boolean;
  /** What the history calls it, the newest first. */
  readonly history: readonly string[];
  /** Deadlines are cut to moments. */
  readonly late?: true;
}

export interface ProviderFault {
  readonly name: string;
  /** A text says why the API has no such fault. */
  readonly clb: Met | string;
  readonly octavia: Met | string;
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
/** Answers in the region's place. */
const says =
  (status: number, body: unknown): Met['answer'] =>
  () =>
  async () =>
    json(status, body);
/** The same for the first change alone. */
const saysFirst =
  (status: number, body: unknown): Met['answer'] =>
  (count) =>
    count === 0 ? async () => json(status, body) : (request, forward) => forward(request);

const clb = (status: number, message: string) => [status, { message, code: status }] as const;
const octavia = (status: number, faultstring: string) =>
  [status, { faultcode: status < 500 ? 'Client' : 'Server', faultstring, debuginfo: null }] as const;

const refused = (answer: Met['answer'], status: number, words: RegExp): Met => ({
  answer,
  end: 'refused',
  words,
  sent: 1,
  stored: false,
  history: [`Refused (${status})`],
});
const gone = (answer: Met['answer'], status: number, words: RegExp): Met => ({
  ...refused(answer, status, words),
  end: 'gone',
});
/** Nobody can say what became of it, so it is read and not sent again. */
const readBack = (answer: Met['answer'], isCarriedOut: boolean, more: Partial<Met> = {}): Met => ({
  answer,
  end: isCarriedOut ? 'done' : 'unconfirmed',
  ...(!isCarriedOut && { words: /It was not sent again\. Check the value, then decide\./ }),
  sent: 1,
  stored: isCarriedOut,
  history: [isCarriedOut ? 'Verified' : 'Outcome unknown'],
  ...more,
});

const carriedOutThen =
  (answer: (given: Response) => Response | Promise<Response>): Met['answer'] =>
  () =>
  async (request, forward) =>
    answer(await forward(request));
const cutOff = carriedOutThen(async (given) => {
  const text = await given.text();
  return new Response(text === '' ? '{"cut":' : text.slice(0, -9), { status: 200, headers: given.headers });
});
const noAnswer = carriedOutThen(() => new Promise<Response>(() => {}));
const page = () =>
  new Response('<!doctype html><title>Bad gateway</title>', { status: 503, headers: { 'content-type': 'text/html' } });

const noParts = 'its load balancers have no parts with session persistence of their own';
const id = '0a1b2c3d-0000-4000-8000-000000000001';

export const providerFaults: readonly ProviderFault[] = [
  {
    name: 'another change holds the lock',
    clb: {
      answer: saysFirst(...clb(422, clbFaults.EIMM422.words.default)),
      end: 'done',
      sent: 2,
      stored: true,
      history: ['Verified', 'Refused (422)'],
    },
    octavia: {
      answer: saysFirst(...octavia(409, `Load Balancer ${id} is immutable and cannot be updated.`)),
      end: 'done',
      sent: 2,
      stored: true,
      history: ['Verified', 'Refused (409)'],
    },
  },
  {
    name: 'a conflict that is no lock',
    clb: refused(says(...clb(409, 'Conflicting request.')), 409, /Conflicting request/),
    octavia: refused(says(...octavia(409, `Pool ${id} is in use by L7 policy x`)), 409, /is in use by L7 policy/),
  },
  {
    name: 'no right to do it',
    clb: refused(says(...clb(403, clbFaults.ROLE403.words.default)), 403, /Access Denied/),
    octavia: refused(
      says(...octavia(403, octaviaFaults.POLICY403.words.default)),
      403,
      /Policy does not allow .+ The cloud’s policy does not let you do this in this project\. It usually takes the role load-balancer_member/,
    ),
  },
  {
    name: 'a quota is used up',
    clb: 'its limits are of requests, which “upstream answers 413” is about',
    octavia: refused(
      says(...octavia(403, 'Quota has been met for resources: pool')),
      403,
      /This is a limit of the project, not a missing role/,
    ),
  },
  {
    name: 'the load balancer is gone',
    clb: gone(says(...clb(404, clbFaults.LB404.words.default)), 404, /Load balancer not found/),
    octavia: gone(says(...octavia(404, `Load Balancer ${id} not found.`)), 404, /Load Balancer .+ not found/),
  },
  {
    name: 'the load balancer was deleted and is still known',
    clb: gone(says(...clb(422, clbFaults.DEL422.words.default)), 422, /is deleted and considered immutable/),
    octavia: 'what is deleted is 404',
  },
  {
    name: 'the pool is gone',
    clb: noParts,
    octavia: gone(says(...octavia(404, `Pool ${id} not found.`)), 404, /Pool .+ not found/),
  },
  {
    name: 'the provider cannot do it',
    clb: 'there is one kind of load balancer',
    octavia: refused(
      says(...octavia(501, octaviaFaults.PROVIDER501.words.option('vmwareedge', 'session_persistence'))),
      501,
      /does not support a requested option: session_persistence The provider of this load balancer cannot do this\. Nothing was changed\./,
    ),
  },
  {
    name: 'the project is busy elsewhere',
    clb: 'it locks the load balancer alone',
    octavia: refused(
      says(...octavia(503, octaviaFaults.BUSY503.words.default)),
      503,
      /Project busy.+ Nothing was done; try again\./,
    ),
  },
  {
    name: 'a provider trips in the middle',
    clb: readBack(says(...clb(500, 'An unknown exception has occurred. Please contact support.')), false),
    octavia: readBack(says(...octavia(500, octaviaFaults.PROVIDER500.words.default('ovn', 'it trips'))), false),
  },
  {
    name: 'a gateway’s page instead of an answer, after it was carried out',
    clb: readBack(carriedOutThen(page), true),
    octavia: readBack(carriedOutThen(page), true),
  },
  {
    name: 'a gateway’s page instead of an answer, and nothing was carried out',
    clb: readBack(() => async () => page(), false),
    octavia: readBack(() => async () => page(), false),
  },
  {
    name: 'a broken body after it was carried out',
    clb: readBack(cutOff, true),
    octavia: readBack(cutOff, true),
  },
  {
    name: 'no answer in time, after it was carried out',
    clb: readBack(noAnswer, true, { late: true }),
    octavia: readBack(noAnswer, true, { late: true }),
  },
  {
    name: 'no answer in time, and nothing was carried out',
    clb: readBack(() => () => new Promise(() => {}), false, { late: true }),
    octavia: readBack(() => () => new Promise(() => {}), false, { late: true }),
  },
];

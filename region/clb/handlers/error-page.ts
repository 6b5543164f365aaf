import { defaultErrorPage } from '../../../contract/clb/error-pages.ts';
import { faults } from '../../../contract/clb/faults.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import type { LoadBalancer } from '../model.ts';

/** The error page has words of its own for a load balancer that cannot change. */
function requireActive(context: Context, loadBalancer: LoadBalancer): void {
  if (loadBalancer.status === 'DELETED') context.service.jobs.requireActive(loadBalancer);
  if (loadBalancer.status !== 'ACTIVE') throw new Refusal('EIMM422', faults.EIMM422.words.default);
}

/** Source: CLB v1.0 developer guide, "Error page". */
export const errorPage = {
  'errorPage.show': (context) => ok({ errorpage: { content: shown(context).errorPage ?? defaultErrorPage } }),

  'errorPage.set': async (context, { content }) => {
    const loadBalancer = named(context);
    if (loadBalancer.protocol !== 'HTTP') throw new Refusal('ERRPG400', faults.ERRPG400.words.default);
    requireActive(context, loadBalancer);
    await context.service.jobs.update(loadBalancer, {
      operation: 'errorPage.set',
      author: context.author,
      set: { errorPage: content },
      failed: [feedEvents.errorPageNotUpdated],
    });
    return accepted;
  },

  'errorPage.delete': async (context) => {
    const loadBalancer = named(context, faults.LB404.words.object);
    requireActive(context, loadBalancer);
    await context.service.jobs.update(loadBalancer, {
      operation: 'errorPage.delete',
      author: context.author,
      finish: { set: { errorPage: null } },
      failed: [feedEvents.errorPageNotUpdated],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;

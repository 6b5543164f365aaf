import { ok } from '../answer.ts';
import { type Handlers, shown } from '../context.ts';
import { sourceAddresses as local } from '../views.ts';

const addresses = {
  ipv4Publicnets: [`${local.ipv4}/32`],
  ipv4Servicenets: [`${local.ipv4}/32`],
  ipv6Publicnets: [local.ipv6],
};

/** Source: CLB v1.0 developer guide, "Source addresses". Traffic to nodes comes from this machine. */
export const sourceAddresses = {
  'sourceAddresses.cluster': (context) => {
    shown(context);
    return ok({ clusterSourceAddresses: addresses });
  },
  'sourceAddresses.regional': () => ok({ RegionalSourceAddresses: addresses }),
} satisfies Partial<Handlers>;

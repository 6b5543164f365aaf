import { describe, expect, it } from 'vitest';
import { tlsOptions } from './ciphers.ts';
import { refusalOf } from './config-errors.ts';
import { healthChange } from './health-lines.ts';
import { quoted, quotedFormat, Unrenderable } from './quoting.ts';
import { readTable } from './session-tables.ts';
import { readStatistics, Statistics } from './statistics.ts';

describe('what HAProxy says', () => {
  it('is read as a node’s health only from the backend that checks', () => {
    expect(
      healthChange(
        '[WARNING]  (123) : Server 71.DISABLED/n31 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
      ),
    ).toEqual({
      loadBalancerId: 71,
      nodeId: 31,
      status: 'OFFLINE',
      detail: 'Layer4 connection problem, info: "Connection refused", check duration: 0ms',
    });
    expect(
      healthChange('[WARNING] (1) : Server 71.DISABLED/n31 is UP, reason: Layer7 check passed, code: 200')?.status,
    ).toBe('ONLINE');
    expect(healthChange('[WARNING]  (1) : Server 71.DISABLED/n31 is UP/READY (leaving forced maintenance).')).toEqual({
      loadBalancerId: 71,
      nodeId: 31,
      status: 'ONLINE',
      detail: 'leaving forced maintenance',
    });
    expect(healthChange('[WARNING] (1) : Server 71.SOURCE_IP/n31 is DOWN via 71.DISABLED/n31. 0 active')).toBeNull();
    expect(healthChange('[WARNING] (1) : Server 71.DISABLED/n31 is going DOWN for maintenance. 0 active')).toBeNull();
  });

  it('is read as session entries', () => {
    expect(
      readTable(
        '# table: 71.SOURCE_IP, type: ip, size:10240, used:2\n0x55e8: key=127.0.0.1 use=0 exp=1799001 server_id=31 server_key=n31\n0x55e9: key=127.0.0.2 use=1 exp=10',
      ),
    ).toEqual([
      { client: '127.0.0.1', nodeId: 31, expires: 1800 },
      { client: '127.0.0.2', nodeId: null, expires: 1 },
    ]);
  });

  it('is read as counters, which add up over processes', () => {
    const csv = (bytes: number) =>
      `# pxname,svname,qcur,scur,smax,bin,bout,ereq,econ,eresp,srv_abrt\n71,plain,,2,5,${bytes},20,1,,,\n71,secure,,1,1,7,8,9,,,\n71,FRONTEND,,3,6,99,99,10,,,\n71.DISABLED,BACKEND,0,0,0,0,0,,4,5,2\n`;
    expect(readStatistics(csv(10)).get(71)?.plain).toMatchObject({
      currentConn: 2,
      maxConn: 5,
      incomingTransfer: 10,
      connectError: 4,
      connectFailure: 4,
      dataTimedOut: 2,
    });
    expect(readStatistics(csv(10)).get(71)?.secure).toMatchObject({ connectError: 9, connectFailure: 0 });
    const statistics = new Statistics();
    const [first, second] = [{}, {}];
    statistics.read(first, csv(10));
    statistics.read(second, csv(1));
    expect(statistics.totals(71)?.plain).toMatchObject({ incomingTransfer: 11, currentConn: 4, maxConn: 5 });
    statistics.ended(first);
    statistics.read(second, csv(2));
    expect(statistics.totals(71)).toMatchObject({
      plain: { incomingTransfer: 12, currentConn: 2 },
      secure: { incomingTransfer: 14 },
    });
    statistics.keepOnly(() => false);
    statistics.ended(second);
    expect(statistics.totals(72)).toBeUndefined();
  });

  it('is told as a sentence without our paths', () => {
    expect(
      refusalOf(
        "[NOTICE] (1) : path to executable is /usr/sbin/haproxy\n[ALERT]    (1) : config : parsing [/data/haproxy/haproxy-3.cfg:41] : 'http-check expect' : regex '(' is invalid.\n[ALERT]    (1) : config : Fatal errors found in configuration.",
      ),
    ).toBe("HAProxy refuses this configuration: 'http-check expect' : regex '(' is invalid.");
  });
});

describe('what HAProxy is told', () => {
  it('holds no syntax from a user', () => {
    expect(quoted(`a'b "c" $d #e`, 'name')).toBe(`'a'"'"'b "c" $d #e'`);
    expect(quotedFormat('50%', 'name')).toBe(`'50%%'`);
    expect(() => quoted('a\nb', 'health monitor’s path')).toThrow(
      new Unrenderable('The health monitor’s path contains a control character.'),
    );
  });

  it('offers only the TLS versions and ciphers that were chosen', () => {
    const chosen = { cipherProfile: 'CLBCipherPolicy2019-05', tls10: false, tls11: false } as const;
    const termination = {
      enabled: true,
      securePort: 443,
      secureTrafficOnly: false,
      privatekey: '',
      certificate: '',
      mappings: [],
    };
    expect(tlsOptions({ ...termination, ...chosen })).toBe(
      'ssl-min-ver TLSv1.2 ciphers ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256 ciphersuites TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256',
    );
    expect(tlsOptions({ ...termination, ...chosen, tls10: true })).toMatch(
      /^ssl-min-ver TLSv1\.0 no-tlsv11 .*@SECLEVEL=0 /,
    );
  });
});

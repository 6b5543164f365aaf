import { expect, it } from 'vitest';
import { parseFeed } from './feeds.ts';

const feed = (entries: string) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x/next" rel="next"/><title type="text">Feed</title>${entries}</feed>`;

it('reads entries as text, whatever stands in them', () => {
  const xml = feed(`<entry>
    <title type="text">Session Persistence Successfully Updated</title>
    <summary type="text">&lt;img src=x onerror=alert(1)&gt; 'SOURCE_IP'</summary>
    <author><name>b &amp; c</name></author>
    <link href="https://ord.example.com/v1.0/100001/loadbalancers/71/sessionpersistence"/>
    <id>100001-loadbalancers-71-sessionpersistence-20315122011</id>
    <category term="UPDATE"/><updated>2031-05-02T17:20:11.250Z</updated></entry>`);
  expect(parseFeed(xml)).toEqual([
    {
      id: '100001-loadbalancers-71-sessionpersistence-20315122011',
      at: Date.UTC(2031, 4, 2, 17, 20, 11, 250),
      title: 'Session Persistence Successfully Updated',
      summary: "<img src=x onerror=alert(1)> 'SOURCE_IP'",
      author: 'b & c',
      category: 'UPDATE',
      isPersistence: true,
      path: '/loadbalancers/71/sessionpersistence',
    },
  ]);
});

it('leaves out an entry without a time', () => {
  expect(parseFeed(feed('<entry><title>x</title></entry>'))).toEqual([]);
});

it.each(['', 'not XML', '<html><body>Sign in</body></html>'])('refuses %j', (xml) => {
  expect(() => parseFeed(xml)).toThrow('cannot read');
});

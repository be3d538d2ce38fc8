# Latchkey as an image. docs/operating.md, "The image", says how it is run. Build: docker build --tag latchkey .

ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

# What the server and its pages are built from, and nothing else of the repository.
FROM ${NODE_IMAGE} AS source
WORKDIR /source
COPY . .
RUN version=$(sed -n 's/^  turbo: //p' pnpm-workspace.yaml) \
  && TURBO_TELEMETRY_DISABLED=1 npx --yes "turbo@$version" prune @latchkey/app @latchkey/web @latchkey/operator-page --docker \
  && cp tsconfig.base.json out/full/

FROM ${NODE_IMAGE} AS build
ENV CI=true TURBO_TELEMETRY_DISABLED=1
WORKDIR /source
# Manifests first: as long as no dependency changes, the installation is taken from the cache.
COPY --from=source /source/out/json/ ./
RUN npx --yes pnpm@12 install --frozen-lockfile
COPY --from=source /source/out/full/ ./
RUN npx --yes pnpm@12 exec turbo run build \
  && npx --yes pnpm@12 --filter @latchkey/app deploy --prod --legacy /image/apps/server \
  && mkdir /image/apps/web /image/apps/operator \
  && cp -r apps/web/dist /image/apps/web/dist \
  && cp -r apps/operator/dist /image/apps/operator/dist \
  && cd /image/apps/server \
  && chmod 755 bin/latchkey.js \
  # The compiler is somebody's optional peer, and sources and their maps are bundled already.
  && rm -rf src test build-steps node_modules/.pnpm/typescript@* node_modules/.pnpm/@typescript+*

FROM ${NODE_IMAGE}
# Bounds that save a third of the memory in a flood of requests: docs/operating.md, "Memory".
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 NODE_OPTIONS="--max-semi-space-size=8 --max-old-space-size=256"
COPY --from=build /image /latchkey
COPY deploy/image/healthy.js /latchkey/healthy.js
RUN ln -s /latchkey/apps/server/bin/latchkey.js /usr/local/bin/latchkey
WORKDIR /latchkey
# The user "node" of the base, by number, so that Kubernetes sees that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "/latchkey/healthy.js"]
ENTRYPOINT ["latchkey"]
CMD ["start"]

# docker build -t kms-keywrap . && docker run --rm -v "$PWD:/work" kms-keywrap doctor
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --ignore-scripts --pack-destination /tmp

FROM node:22-bookworm-slim
# xxd: what the printed recipes run beside openssl and POSIX programs.
RUN apt-get update \
  && apt-get install -y --no-install-recommends openssl xxd \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /tmp/kms-keywrap-*.tgz /tmp/
RUN npm install --global --omit=optional --ignore-scripts --no-audit --no-fund /tmp/kms-keywrap-*.tgz \
  && rm /tmp/kms-keywrap-*.tgz
USER node
WORKDIR /work
ENTRYPOINT ["kms-keywrap"]
CMD ["--help"]

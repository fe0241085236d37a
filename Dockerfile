# One image for demo and production: the profile is a setting, not a build.
#   docker build -t menkou .
#   docker run --rm -p 8080:8080 menkou        the demo
#   compose.yaml                               production with PostgreSQL and Redis

# The same version as rust-toolchain.toml, which is left out (.dockerignore): it would make rustup
# fetch the linters.
FROM rust:1.95.0-bookworm AS builder
WORKDIR /src

# First the dependencies alone, with empty crates of ours: this layer is built again only when a
# manifest or the lock file changes.
COPY Cargo.toml Cargo.lock ./
COPY reach/Cargo.toml reach/
COPY entity/Cargo.toml entity/
COPY migration/Cargo.toml migration/
RUN mkdir -p src reach/src entity/src migration/src \
    && touch src/lib.rs reach/src/lib.rs entity/src/lib.rs migration/src/lib.rs \
    && echo 'fn main() {}' > src/main.rs \
    && cargo build --release --locked --bin menkou

# COPY keeps the files' times, and cargo goes by them: without touch it would keep the empty crates.
COPY . .
RUN find src reach entity migration -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --bin menkou

FROM debian:bookworm-slim
# Root certificates for outgoing TLS. No tzdata: the business zone is fixed at +08:00.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/menkou --shell /usr/sbin/nologin menkou \
    && install -d -o menkou -g menkou -m 0750 /var/lib/menkou
COPY --from=builder /src/target/release/menkou /usr/local/bin/menkou
COPY LICENSE /usr/share/doc/menkou/LICENSE

# A number and not a name, so that Kubernetes can see that it is not root.
USER 10001
WORKDIR /var/lib/menkou
VOLUME /var/lib/menkou
ENV MENKOU__HTTP__LISTEN=0.0.0.0:8080
EXPOSE 8080
# The first start of the demo loads its data: the start period covers it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 CMD ["menkou", "healthcheck"]
ENTRYPOINT ["menkou"]
CMD ["serve"]

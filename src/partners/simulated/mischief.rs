//! How the simulated server fails on demand: silence, slowness, broken and endless answers.
//!
//! Told by a test for a path, or by a code (`wx-silent`, `wx-slow`, `wx-malformed`, `wx-oversized`, `wx-gateway`).

use std::convert::Infallible;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpResponse};
use futures_util::{StreamExt, stream};

use super::world::World;

/// Pieces of an answer that is too large.
const PIECES: usize = 512;

/// Bytes of a piece: 32 MiB together.
const PIECE: &[u8] = &[b' '; 65_536];

/// A way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mischief {
    /// Takes the request and never answers.
    Silent,
    /// Answers after a while.
    Slow(Duration),
    /// Answers something that is not JSON.
    Malformed,
    /// Answers without end, and without saying how long.
    Oversized,
    /// Answers 502, as a proxy on the way does.
    Gateway,
    /// Sends the caller elsewhere.
    Elsewhere,
}

impl Mischief {
    /// The answer of this failure; none where only time is lost.
    pub(super) async fn act(self) -> Option<HttpResponse> {
        match self {
            Self::Silent => std::future::pending().await,
            Self::Slow(time) => {
                tokio::time::sleep(time).await;
                None
            }
            Self::Malformed => Some(HttpResponse::Ok().body("{\"openid\": \"o")),
            Self::Oversized => {
                let pieces = stream::iter(0..PIECES);
                let pieces = pieces.map(|_| Ok::<_, Infallible>(Bytes::from_static(PIECE)));
                Some(HttpResponse::Ok().streaming(pieces))
            }
            Self::Gateway => Some(HttpResponse::BadGateway().body("<html>502</html>")),
            Self::Elsewhere => {
                let mut response = HttpResponse::Found();
                response.insert_header(("Location", "/sent"));
                Some(response.finish())
            }
        }
    }
}

/// Counts a request and fails as told, before anything is done.
pub(super) async fn act_up(
    world: Data<World>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Some(mischief) = world.arrival(request.path())
        && let Some(response) = mischief.act().await
    {
        return Ok(request.into_response(response));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

//! TLS of calls that leave the process: rustls with ring, the provider that the database driver uses too.
//!
//! The HTTP client comes without a provider of its own, so that not two are linked (aws-lc would cost 20 to 47 s of C).
//! Whoever builds a client calls [`install_provider`] before; a client built without panics.

/// Makes ring the provider of this process. Called again it changes nothing.
pub fn install_provider() {
    // Refused only where a provider is installed already, which is what is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

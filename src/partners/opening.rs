//! Opens the partners that are configured: the simulated server and its addresses, or the real ones, or none.
//!
//! Never opens the simulated server in production. The server opens the partners once, hands the traits to slices, and
//! stops them last.

use std::sync::Arc;

use thiserror::Error;

use super::calling::{CallerRefusal, Outbound};
use super::real_name::{NoRealName, RealName, RealNameClient};
use super::simulated::{Sent, Simulated};
use super::sms::{NoSmsGateway, SmsClient, SmsGateway};
use super::wechat::{NotConfigured, WeChat, WeChatClient};
use crate::config::{Config, Profile};
use crate::platform::clock::Clock;

/// Why the partners could not be opened.
#[derive(Debug, Error)]
pub enum PartnerRefusal {
    /// A client could not be built.
    #[error(transparent)]
    Caller(#[from] CallerRefusal),
    /// The simulated server could not listen.
    #[error("the simulated partners cannot listen on loopback: {0}")]
    Listen(#[from] std::io::Error),
    /// Production asks for the simulated server.
    #[error("partners.simulated is true: production has no simulated partners")]
    SimulatedInProduction,
}

/// The outside systems, each behind its trait.
pub struct Partners {
    /// WeChat.
    pub wechat: Arc<dyn WeChat>,
    /// The SMS gateway.
    pub sms: Arc<dyn SmsGateway>,
    /// Whoever verifies real names.
    pub real_name: Arc<dyn RealName>,
    /// The simulated server, where it plays them all.
    pub simulated: Option<Simulated>,
}

impl std::fmt::Debug for Partners {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Partners")
    }
}

impl Partners {
    /// Opens what is configured; `told` hears of every message that the simulated server would have sent.
    ///
    /// # Errors
    /// When a client cannot be built, or the simulated server cannot listen or is asked for in production.
    pub fn open(config: &Config, clock: &Clock, told: fn(&Sent)) -> Result<Self, PartnerRefusal> {
        if !config.partners.simulated {
            return Self::configured(config, clock, None);
        }
        if config.profile == Profile::Production {
            return Err(PartnerRefusal::SimulatedInProduction);
        }
        let simulated = Simulated::start(clock.clone(), told)?;
        let mut config = config.clone();
        config.wechat.base_url = simulated.base_url().to_owned();
        config.wechat.app_id = Simulated::app_id().to_owned();
        config.wechat.app_secret = Simulated::app_secret();
        config.sms = simulated.sms_adapter();
        config.real_name = simulated.real_name_adapter();
        Self::configured(&config, clock, Some(simulated))
    }

    /// The clients of what is configured.
    fn configured(
        config: &Config,
        clock: &Clock,
        simulated: Option<Simulated>,
    ) -> Result<Self, PartnerRefusal> {
        let outbound = &Outbound::new(&config.partners)?;
        let image_bytes = config.partners.code_image_cache_bytes;
        let wechat: Arc<dyn WeChat> = if config.wechat.is_configured() {
            Arc::new(WeChatClient::new(
                &config.wechat,
                outbound,
                image_bytes,
                clock.clone(),
            ))
        } else {
            Arc::new(NotConfigured)
        };
        let sms: Arc<dyn SmsGateway> = if config.sms.is_configured() {
            Arc::new(SmsClient::new(&config.sms, outbound, clock.clone()))
        } else {
            Arc::new(NoSmsGateway)
        };
        let real_name: Arc<dyn RealName> = if config.real_name.is_configured() {
            Arc::new(RealNameClient::new(
                &config.real_name,
                outbound,
                clock.clone(),
            ))
        } else {
            Arc::new(NoRealName)
        };
        Ok(Self {
            wechat,
            sms,
            real_name,
            simulated,
        })
    }

    /// Stops the simulated server, where there is one.
    pub async fn stop(self) {
        if let Some(simulated) = self.simulated {
            simulated.stop().await;
        }
    }
}

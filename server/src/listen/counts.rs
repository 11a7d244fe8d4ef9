//! Metrics of connections.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

type Labels = Vec<(&'static str, &'static str)>;

/// Counters of connections; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    open: Gauge,
    refused: Family<Labels, Counter>,
    timed_out: Family<Labels, Counter>,
    made_room: Counter,
    not_taken: Counter,
}

impl Counts {
    /// Adds the counters to the metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("connections", "Open connections", self.open.clone());
        registry.register(
            "connections_refused",
            "Connections refused, by which limit",
            self.refused.clone(),
        );
        registry.register(
            "connections_timed_out",
            "Connections closed because something took too long, by what",
            self.timed_out.clone(),
        );
        registry.register(
            "connections_made_room",
            "Waiting connections closed for a new one",
            self.made_room.clone(),
        );
        registry.register(
            "connections_not_taken",
            "Connections that the system could not hand over",
            self.not_taken.clone(),
        );
    }

    pub(super) fn opened(&self) {
        self.open.inc();
    }

    pub(super) fn closed(&self) {
        self.open.dec();
    }

    pub(super) fn refused(&self, limit: &'static str) {
        self.refused.get_or_create(&vec![("limit", limit)]).inc();
    }

    pub(super) fn timed_out(&self, what: &'static str) {
        self.timed_out.get_or_create(&vec![("what", what)]).inc();
    }

    pub(super) fn made_room(&self) {
        self.made_room.inc();
    }

    pub(super) fn not_taken(&self) {
        self.not_taken.inc();
    }
}

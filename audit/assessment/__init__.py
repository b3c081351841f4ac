"""Policy × response × evidence × review × exceptions → one exact assessment."""

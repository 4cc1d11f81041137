// `mote collect serve`: devices send their recordings to this computer.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "lib/net/http_server.h"
#include "stages/collect/edge_impulse/ingestion.h"

namespace mote {

struct ServeOptions {
  std::string address = "0.0.0.0";
  int port = 4810;  // where Edge Impulse's programs look on "localhost"
  IngestionOptions ingestion;
  HttpLimits limits;
};

// The key in `file`, which is made, readable for its owner only, with a random
// one when it is not there. One that others can read is taken from them. Throws
// Error when it cannot be read or written.
std::string kept_api_key(const std::filesystem::path& file);

// Receives from the constructor to stop().
class Receiver {
 public:
  // The store must outlive it. Throws Error when the port cannot be used.
  Receiver(Store& store, const ServeOptions& options,
           std::function<void(const Arrival&)> arrived);

  int port() const { return server_.port(); }
  const GroupCommit& commits() const { return ingestion_.commits(); }

  // What has begun to arrive is taken and acknowledged; then all is closed.
  void stop() { server_.stop(); }

 private:
  Ingestion ingestion_;
  HttpServer server_;
};

}  // namespace mote

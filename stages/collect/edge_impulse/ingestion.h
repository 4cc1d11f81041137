// Edge Impulse's ingestion API, as its page describes it
// (docs.edgeimpulse.com/apis/ingestion): devices and programs that send
// recordings there can send them here.
//
//   POST /api/{training|testing|anomaly|split}/files   a form with files in
//                                                      the fields `data`
//   POST /api/{training|testing|anomaly|split}/data    the bare file
//
// Headers: x-api-key; x-label and x-file-name (percent-encoded), x-no-label,
// x-disallow-duplicates, x-metadata. The reply to a form is {"success": true,
// "files": [{"success", "fileName", "error"?}, ...]}, to a bare file its name
// as text. A request that fails as a whole has a status of 4xx or 5xx and
// {"success": false, "error"} or, for a bare file, the error as text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/net/http_server.h"
#include "stages/collect/edge_impulse/group_commit.h"
#include "stages/collect/edge_impulse/upload.h"

namespace mote {

struct IngestionOptions {
  std::string api_key;  // what x-api-key must be
  SigningRules signing;
};

// What became of one file.
struct Arrival {
  std::string client;           // the sender's address
  std::string file;             // the name it was sent under
  std::vector<Sample> samples;  // as stored; none of a refused file
  size_t added = 0;             // of the samples; the others were there already
  std::string error;            // why it was refused
};

class Ingestion {
 public:
  // `arrived` is told of every file, from any thread. The store must outlive
  // it.
  Ingestion(Store& store, IngestionOptions options,
            std::function<void(const Arrival&)> arrived);

  // Wrong paths, methods and keys. Marks the head with the store's era.
  std::optional<HttpReply> refuse(HttpRequest& head) const;
  // Returns once what is acknowledged is durable. What was being sent while
  // somebody was forgotten is not stored (409).
  HttpReply answer(const HttpRequest& request);

  const GroupCommit& commits() const { return commits_; }

 private:
  IngestionOptions options_;
  std::function<void(const Arrival&)> arrived_;
  const ObjectStore& objects_;
  GroupCommit commits_;
};

}  // namespace mote

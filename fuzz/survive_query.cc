#include "fuzz/survive_query.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"

namespace mote::fuzz {
namespace {

// Three samples, kept for all queries.
class Asked {
 public:
  Asked() {
    for (const char* name : {"left/a.wav", "right/b.wav", "it's \"(c)\".wav"}) {
      Sample sample;
      sample.id = sha256(name);
      sample.name = name;
      sample.label = sample.name.substr(0, sample.name.find('/'));
      sample.group = sample.name.substr(sample.name.size() - 5);
      sample.rate_hz = 16000;
      sample.frames = static_cast<int64_t>(4000 * sample.name.size());
      sample.metadata["device"] = name;
      table_.add(sample);
    }
  }
  size_t count(std::string_view text) {
    return table_.count(Query::parse(text));
  }

 private:
  TemporaryFolder folder_;
  Store store_{folder_.path()};
  SampleTable table_{store_};
};

}  // namespace

bool survive_query(std::string_view text) {
  static Asked asked;
  Query query;
  try {
    query = Query::parse(text);
  } catch (const Error&) {
    return false;
  }
  if (query.is_everything()) return true;
  const size_t chosen = asked.count(text);
  std::string twice = "not (not (" + std::string(text) + "))";
  size_t again = chosen;
  try {
    again = asked.count(twice);
  } catch (const UsageError&) {
    // One level too deep.
  }
  if (chosen > 3 || again != chosen) {
    std::fprintf(stderr, "a query chose %zu, then %zu\n", chosen, again);
    std::abort();
  }
  return true;
}

}  // namespace mote::fuzz

// Changes of labels, and of what else is known of samples, many at a time.
#pragma once

#include <string>
#include <vector>

#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_table.h"

namespace mote {

// Each call is one change of the log and returns how many samples it changed;
// those that were so already do not count, and when all were, nothing is
// logged. ChangeNote::what is filled in where it is empty.
class Labelling {
 public:
  // The store must outlive it. `shares`: what a query's split= goes by.
  Labelling(Store& store, const SplitShares& shares)
      : log_(store), table_(store, shares) {}

  int64_t relabel(const Query& query, const std::string& label,
                  ChangeNote note);
  // Throws Error when there is no such label, or when samples have the new one
  // already: then merge() is meant.
  int64_t rename(const std::string& label, const std::string& to,
                 ChangeNote note);
  int64_t merge(const std::vector<std::string>& labels, const std::string& into,
                ChangeNote note);
  int64_t regroup(const Query& query, const std::string& group,
                  ChangeNote note);

  // note.why is the reason, and must not be empty.
  int64_t exclude(const Query& query, ChangeNote note);
  int64_t include(const Query& query, ChangeNote note);

  // value "": the key is taken away.
  int64_t set_metadata(const Query& query, const std::string& key,
                       const std::string& value, ChangeNote note);

  // Adds to, or empties, the lists of the samples. Throws Error for a range
  // that does not lie within a sample.
  int64_t add_range(const Query& query, const TimeRange& range,
                    ChangeNote note);
  int64_t clear_ranges(const Query& query, ChangeNote note);
  int64_t add_fix(const Query& query, const Fix& fix, ChangeNote note);
  int64_t clear_fixes(const Query& query, ChangeNote note);

 private:
  int64_t set(const Query& query, const std::string& column,
              std::string_view value, ChangeNote& note,
              const std::string& what);
  int64_t edit(const Query& query, const std::string& column,
               const SampleTable::Edit& edit, ChangeNote& note,
               const std::string& what);
  void require_samples(const std::string& label) const;

  ChangeLog log_;
  SampleTable table_;
};

// The query that chooses samples of this label.
Query query_of_label(const std::string& label);

}  // namespace mote

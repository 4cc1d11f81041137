#include "stages/collect/collect.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/workflow/work/work.h"
#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/versions.h"

namespace mote {
namespace {

// What the application tells apart, and its background: all of it where it
// knows "unknown".
Dataset of_labels(const Dataset& dataset,
                  const std::vector<std::string>& labels) {
  const auto wanted = [&](const std::string& label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  };
  if (wanted("unknown")) return dataset;
  return dataset.select([&](const Sample& sample) {
    return sample.label == kBackgroundLabel || wanted(sample.label);
  });
}

Dataset collect_now(const Project& project) {
  return of_labels(
      collect(project.store(), project.settings<CollectSettings>("collect"),
              project.rates()),
      project.requirements().labels);
}

struct LabelCount {
  int samples = 0;
  std::set<std::string> groups;
};

std::map<std::string, LabelCount> count_labels(const Dataset& examples) {
  std::map<std::string, LabelCount> counts;
  for (const Sample& sample : examples.samples()) {
    ++counts[sample.label].samples;
    counts[sample.label].groups.insert(sample.group);
  }
  return counts;
}

// What is told apart must be said, once the recordings are there.
void check_decided(const RequirementsSettings& requirements,
                   const std::map<std::string, LabelCount>& counts) {
  if (!requirements.labels.empty()) return;
  std::string list;
  for (const auto& [label, count] : counts) {
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", label);
  }
  throw Error("nothing says what is to be told apart", "requirements.labels",
              "The recordings would allow: labels = [" + list + "]");
}

// Where [preprocess] is left out, its features are those of sound.
void check_rate(const Project& project) {
  const double required_hz = project.requirements().rate_hz;
  const double made_for_hz = project.settings().at("preprocess").at("rate");
  if (required_hz == 0 || required_hz == made_for_hz) return;
  throw Error(fmt::format("recordings are read at {} Hz, features made for {} "
                          "Hz",
                          required_hz, made_for_hz),
              "requirements.rate",
              "Choose a `block` in [preprocess], and give it this `rate`.");
}

// A word without recordings cannot be learned; too few are a warning.
void check_words(const RequirementsSettings& requirements,
                 std::map<std::string, LabelCount>& counts, Run& run) {
  for (const std::string& word : requirements.words()) {
    const LabelCount& count = counts[word];
    if (count.samples == 0) {
      throw Error(fmt::format("there are no recordings of '{}'", word),
                  "requirements.labels",
                  fmt::format("Add some: mote collect import DIR, or mote "
                              "collect synthesize '{}'.",
                              word));
    }
    if (count.samples < requirements.min_samples_per_label) {
      run.progress.note(
          fmt::format("warning: {} recordings of '{}', {} are required",
                      count.samples, word, requirements.min_samples_per_label));
    }
    if (static_cast<int>(count.groups.size()) <
        requirements.min_groups_per_label) {
      run.progress.note(fmt::format(
          "warning: {} speakers of '{}', {} are required", count.groups.size(),
          word, requirements.min_groups_per_label));
    }
  }
}

// Silence is cut from background recordings, and words are mixed with them.
void check_background(const RequirementsSettings& requirements,
                      const std::map<std::string, LabelCount>& counts,
                      const Dataset& background, Run& run) {
  const auto& labels = requirements.labels;
  if (!background.empty() || counts.count("silence") != 0 ||
      std::find(labels.begin(), labels.end(), "silence") == labels.end()) {
    return;
  }
  run.progress.note(
      "warning: there are no background recordings, so silence is not learned "
      "and no noise is mixed in: mote collect synthesize --noise makes some");
}

// The data sets that the examples came with, and their terms: by name, what
// was recorded here under "".
nlohmann::json data_sources(const Dataset& examples,
                            const std::vector<Origin>& origins) {
  std::map<std::string, int64_t> counts;
  for (const Sample& sample : examples.samples()) ++counts[sample.origin];
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [name, recordings] : counts) {
    const auto known =
        std::find_if(origins.begin(), origins.end(),
                     [&](const Origin& origin) { return origin.name == name; });
    const bool found = known != origins.end();
    list.push_back({{"name", name},
                    {"licence", found ? known->licence : ""},
                    {"attribution", found ? known->attribution : ""},
                    {"recordings", recordings}});
  }
  return list;
}

nlohmann::json collect_facts(const Dataset& dataset, bool heard,
                             const std::vector<Origin>& origins) {
  std::set<std::string> speakers;
  std::map<std::string, int> splits, sources, labels;
  const Dataset examples = dataset.examples();
  for (const Sample& sample : examples.samples()) {
    speakers.insert(sample.group);
    ++splits[sample.split];
    ++sources[sample.source];
    ++labels[sample.label];
  }
  return {{"summary",
           fmt::format("{} {}, {} {}, {} {}",
                       with_commas(static_cast<int64_t>(examples.size())),
                       heard ? "recordings" : "samples", labels.size(),
                       heard ? "words" : "labels", speakers.size(),
                       heard ? "speakers" : "groups")},
          {"recordings", examples.size()},
          {"recorded", sources["recorded"]},
          {"synthetic", sources["synthetic"]},
          {"background", dataset.background().size()},
          {"speakers", speakers.size()},
          {"labels", labels},
          {"splits", splits},
          {"data", data_sources(examples, origins)}};
}

}  // namespace

std::string with_commas(int64_t number) {
  std::string text = std::to_string(number < 0 ? -number : number);
  for (int place = static_cast<int>(text.size()) - 3; place > 0; place -= 3) {
    text.insert(static_cast<size_t>(place), ",");
  }
  return number < 0 ? "-" + text : text;
}

nlohmann::json collect_work(StageWork& work) {
  check_rate(work.project);
  const Dataset dataset = collect_now(work.project);
  auto counts = count_labels(dataset.examples());
  const RequirementsSettings requirements = work.project.requirements();
  check_decided(requirements, counts);
  check_words(requirements, counts, work.run);
  check_background(requirements, counts, dataset.background(), work.run);
  work.give("snapshot", dataset.snapshot());
  work.give("version", Versions(work.project.store()).lines("now"));
  return collect_facts(dataset, requirements.sensor == "microphone",
                       SampleTable(work.project.store()).origins());
}

std::map<std::string, std::string> recordings_now(const Project& project) {
  const SampleTable table(project.store());
  if (table.count() == 0) return {{"recordings", ""}};
  std::string terms;
  for (const Origin& origin : table.origins()) {
    terms +=
        origin.name + '\n' + origin.licence + '\n' + origin.attribution + '\n';
  }
  return {{"recordings", collect_now(project).hash()},
          {"terms", sha256(terms)}};
}

Dataset dataset_of(const Project& project, const std::string& snapshot) {
  const Dataset all = collect_now(project);
  return Dataset(parse_snapshot(snapshot),
                 [all](const Sample& sample) { return all.signal(sample); });
}

}  // namespace mote

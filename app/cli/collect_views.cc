#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/workflow/project.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/split_tally.h"
#include "lib/dataset/splits.h"
#include "stages/collect/boxes/draw_boxes.h"
#include "stages/collect/waveform.h"

namespace mote {
namespace {

using Json = nlohmann::json;

Dataset stored_dataset(const Project& project) {
  return open_dataset(project.store(), split_shares(project), 0);
}

std::string_view side_text(std::string_view split) {
  return split.empty() ? "every" : split;
}

Json json_of(const Sample& sample) {
  std::string text;
  with_text(sample, [&](const SampleText& of) { append_json(text, of); });
  return Json::parse(text);
}

struct ListChoice {
  std::string query, label, group, split, source;
  int limit = 20;

  // The query with what the options add to it.
  Query chosen() const {
    std::string text = query.empty() ? "" : "(" + query + ")";
    Query::parse(query);  // so that an error's column is that of what was typed
    const std::pair<const char*, const std::string&> options[] = {
        {"label", label},
        {"group", group},
        {"split", split},
        {"source", source}};
    for (const auto& [field, value] : options) {
      if (value.empty()) continue;
      text += (text.empty() ? "" : " and ") + std::string(field) + "=" +
              query_quoted(value);
    }
    return Query::parse(text);
  }
};

void print_sample(const SampleText& sample, Console& console) {
  console.print("{:<44} {:<20} {:<14} {:<10} {:>7.2f}  {:>6}", sample.name,
                sample.label, sample.group,
                sample.excluded.empty() ? side_text(sample.split) : "excluded",
                sample.seconds(), sample.rate_hz);
}

void print_list(const SampleTable& table, const Query& query, size_t limit,
                Console& console) {
  console.print("{:<44} {:<20} {:<14} {:<10} {:>7}  {:>6}", "name", "label",
                "group", "side", "seconds", "Hz");
  size_t shown = 0;
  table.each(
      query,
      [&](const SampleText& sample) {
        print_sample(sample, console);
        ++shown;
      },
      limit);
  const size_t count = table.count(query);
  if (count > shown) {
    console.print("... and {} more (--limit 0 shows all)", count - shown);
  }
  console.print("{} recording(s)", count);
  if (count == 0 && table.count() == 0) console.print("{}", kAddRecordings);
}

// {"samples": [...], "count": N}, written while it is read.
void write_list(const SampleTable& table, const Query& query,
                Console& console) {
  constexpr size_t kPieceBytes = 1 << 16;
  std::string text = "{\"samples\": [";
  size_t count = 0;
  table.each(query, [&](const SampleText& sample) {
    text += count++ == 0 ? "\n" : ",\n";
    append_json(text, sample);
    if (text.size() < kPieceBytes) return;
    console.result_piece(text);
    text.clear();
  });
  console.result_piece(text + "],\n\"count\": " + std::to_string(count) +
                       "}\n");
}

void declare_list(Arguments& arguments) {
  auto choice = std::make_shared<ListChoice>();
  std::string fields;
  for (const QueryField& field : query_fields()) {
    fields += std::string(fields.empty() ? "" : ", ") + field.name;
  }
  arguments.positional("QUERY", choice->query,
                       "which, by " + fields + ", meta.KEY", false);
  arguments.option("--label", choice->label, "only of this label");
  arguments.option("--group", choice->group, "only of this group");
  arguments.option("--split", choice->split,
                   "only of this side: train, validation, test");
  arguments.option("--source", choice->source, "only recorded or synthetic");
  arguments.option("--limit", choice->limit, "lines to print (0: all)");
  arguments.in_project();
  arguments.examples(
      "  mote collect list 'label=left and group~^a and duration<0.8'\n"
      "  mote collect list 'excluded=yes or not (rate=16000 or "
      "meta.device=nano)'\n"
      "  mote collect list --label left --split test --json\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    if (choice->limit < 0) throw UsageError("--limit must not be negative");
    const Query query = choice->chosen();
    const Project project = Project::open(common.project);
    const SampleTable table(project.store(), split_shares(project));
    if (console.json()) {
      write_list(table, query, console);
    } else {
      print_list(table, query, static_cast<size_t>(choice->limit), console);
    }
    return 0;
  });
}

// The sample that a name, or the start of an object's name, means; excluded
// ones too.
Sample find_sample(const SampleTable& table, const std::string& wish) {
  constexpr size_t kShortestPrefix = 6;
  std::optional<Sample> named, started;
  table.each(Query(), [&](const SampleText& text) {
    if (!named && text.name == wish) named = sample_of(text);
    if (!started && wish.size() >= kShortestPrefix &&
        text.id.starts_with(wish)) {
      started = sample_of(text);
    }
  });
  if (named) return *named;
  if (started) return *started;
  require_recordings(table);
  throw Error("there is no recording '" + wish + "'", "",
              "mote collect list shows their names.");
}

// A line of bars as high as the sound is loud, 6 dB a step down from full
// scale.
std::string wave_text(const std::vector<int16_t>& samples) {
  constexpr int kColumns = 72;
  static const char* const kBars[] = {" ",      "\u2581", "\u2582",
                                      "\u2583", "\u2584", "\u2585",
                                      "\u2586", "\u2587", "\u2588"};
  std::string text;
  for (const Extent& extent : envelope(samples, kColumns)) {
    const int peak = std::max(int{extent.high}, -int{extent.low});
    const double steps = 8 + std::log2((std::max(peak, 0) + 1) / 32768.0);
    text += kBars[std::clamp(std::lrint(steps), 0L, 8L)];
  }
  return text;
}

double level_db(const std::vector<int16_t>& samples) {
  double power = 0;
  for (int16_t value : samples) power += double{1} * value * value;
  const double rms = std::sqrt(power / static_cast<double>(samples.size()));
  return 20 * std::log10(std::max(rms, 0.01) / 32768);
}

// Where the sample is drawn: below out/.
fs::path drawing_of(const Project& project, const Sample& sample) {
  return project.out() / "collect" / (sample.id.substr(0, 16) + ".png");
}

void print_facts(const Sample& sample, Console& console) {
  console.print("{}", sample.name);
  console.print("  label   {}", sample.label);
  console.print("  group   {}", sample.group);
  console.print("  side    {}", side_text(sample.split));
  if (!sample.excluded.empty()) {
    console.print("  left out because {}", sample.excluded);
  }
  console.print("  source  {}", sample.source);
  console.print("  kind    {}", sample.kind);
  console.print("  length  {:.2f} s, {} frame(s), {} Hz, {} axes",
                sample.seconds(), sample.frames, sample.rate_hz, sample.axes);
  console.print("  object  {}", sample.id);
}

// What only a sound has: its level, its picture and a line of bars.
void show_sound(const Project& project, const Sample& sample, Json& document,
                Console& console) {
  const Signal signal = stored_dataset(project).signal(sample);
  const auto& samples = signal.int16_samples();
  const fs::path picture = drawing_of(project, sample);
  write_atomically(picture, draw_waveform(signal, sample.name));
  console.print("  level   {:.1f} dB of full scale", level_db(samples));
  console.print("  picture {}", picture.string());
  console.print("  |{}|", wave_text(samples));
  document["level_db"] = level_db(samples);
  document["picture"] = picture.string();
}

// What only a picture has: its boxes, drawn into it.
void show_picture(const Project& project, const Sample& sample, Json& document,
                  Console& console) {
  const Signal signal = stored_dataset(project).signal(sample);
  const fs::path picture = drawing_of(project, sample);
  write_atomically(picture, draw_boxes(signal, sample.boxes, sample.name));
  console.print("  size    {} x {}", signal.frame_shape[1],
                signal.frame_shape[0]);
  console.print("  picture {}", picture.string());
  for (const Box& box : sample.boxes) {
    console.print("  box     {} at {:g}, {:g} of {:g} x {:g}", box.label, box.x,
                  box.y, box.width, box.height);
  }
  document["picture"] = picture.string();
}

int show(const std::string& wish, Console& console,
         const CommonOptions& common) {
  const Project project = Project::open(common.project);
  const SampleTable table(project.store(), split_shares(project));
  const Sample sample = find_sample(table, wish);
  Json document = json_of(sample);
  print_facts(sample, console);
  if (sample.kind == "audio") show_sound(project, sample, document, console);
  if (sample.kind == "picture") {
    show_picture(project, sample, document, console);
  }
  console.result(document);
  return 0;
}

void declare_show(Arguments& arguments) {
  auto wish = std::make_shared<std::string>();
  arguments.positional("NAME", *wish, "a name of mote collect list");
  arguments.in_project();
  arguments.examples("  mote collect show left/0a7c2a8d_nohash_0.wav\n");
  arguments.action([wish](Console& console, const CommonOptions& common) {
    return show(*wish, console, common);
  });
}

SplitTally tally_of(const Project& project) {
  SplitTally tally;
  const SampleTable table(project.store(), split_shares(project));
  table.each(Query::parse("excluded=no"), [&](const SampleText& sample) {
    tally.add(sample.label, sample.split, sample.group);
  });
  return tally;
}

using SideCounts = std::map<std::string, SplitTally::Count>;

void print_sides(const std::string& label, SideCounts sides, Console& console) {
  auto cell = [&](const char* side) {
    return fmt::format("{} ({})", sides[side].samples, sides[side].groups);
  };
  if (label == kBackgroundLabel) {
    console.print("{:<24} {:>44}   every side", label, cell(""));
  } else {
    console.print("{:<24} {:>14} {:>14} {:>14}", label, cell("train"),
                  cell("validation"), cell("test"));
  }
}

int split(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const SplitTally tally = tally_of(project);
  Json labels = Json::object(), problems = Json::array();
  console.print("{:<24} {:>14} {:>14} {:>14}   recordings (groups)", "label",
                "train", "validation", "test");
  for (const auto& [label, sides] : tally.counts()) {
    print_sides(label, sides, console);
    for (const auto& [side, count] : sides) {
      labels[label][std::string(side_text(side))] = {{"samples", count.samples},
                                                     {"groups", count.groups}};
    }
  }
  for (const SplitProblem& problem : tally.problems()) {
    if (problem.fatal) console.print("{}. {}", problem.what, problem.hint);
    problems.push_back({{"what", problem.what},
                        {"hint", problem.hint},
                        {"fatal", problem.fatal}});
  }
  console.result({{"labels", labels}, {"problems", problems}});
  return 0;
}

void declare_split(Arguments& arguments) {
  arguments.runs_stages();
  arguments.examples(
      "  mote collect split\n"
      "  mote collect split --set collect.test_percent=20\n");
  arguments.action(split);
}

}  // namespace

void declare_collect_views(Arguments& arguments) {
  arguments.subcommand("list", "the recordings, filtered", declare_list);
  arguments.subcommand("show", "what is known of one recording", declare_show);
  arguments.subcommand("split", "how many recordings are on which side",
                       declare_split);
  arguments.subcommand("verify", "hold the data against the requirements",
                       declare_verify);
}

}  // namespace mote

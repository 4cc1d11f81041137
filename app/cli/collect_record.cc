#include <unistd.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/cli/record_view.h"
#include "app/workflow/project.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/record/record.h"
#include "stages/collect/record/sources.h"

namespace mote {
namespace {

// Recordings longer than this are made one at a time unless --count says.
constexpr double kLongRecording_s = 10;
// Words are looked for in a longer stretch of sound, up to this length.
constexpr double kLongestWord_s = 2;
constexpr int kUsualCount = 20;

struct RecordChoice {
  std::string from = "microphone", microphone, axes, trigger, capture;
  std::vector<std::string> labels, metadata;
  std::string count, countdown, listen;  // "": depends on the rest
  SourceOptions source;
  RecordOptions options;
};

// Labels by place, by --label and in lists: left,right.
std::vector<std::string> all_labels(const std::vector<std::string>& given) {
  std::vector<std::string> labels;
  for (const std::string& text : given) {
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find(',', begin), text.size());
      if (end > begin) labels.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return labels;
}

double number_of(const std::string& text, const char* option) {
  try {
    size_t used = 0;
    const double value = std::stod(text, &used);
    if (used == text.size()) return value;
  } catch (const std::logic_error&) {
  }
  throw UsageError("'" + text + "' is no number", option);
}

std::map<std::string, std::string> metadata_of(
    const std::vector<std::string>& pairs) {
  std::map<std::string, std::string> metadata;
  for (const std::string& pair : pairs) {
    const size_t equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw UsageError("'" + pair + "' is no KEY=VALUE", "--meta");
    }
    metadata[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return metadata;
}

// What was left open, by the source and the length.
RecordOptions complete_options(const RecordChoice& choice,
                               const LiveSource& source) {
  RecordOptions options = choice.options;
  options.labels = all_labels(choice.labels);
  options.metadata = metadata_of(choice.metadata);
  if (!choice.trigger.empty()) options.trigger = parse_trigger(choice.trigger);
  const bool word = source.declared.kind == "audio" && options.seconds > 0 &&
                    options.seconds <= kLongestWord_s && !options.continuous &&
                    choice.trigger.empty();
  options.listen_s = word ? options.seconds + 1 : 0;
  if (!choice.listen.empty()) {
    options.listen_s = number_of(choice.listen, "--listen");
  }
  options.countdown_s = options.listen_s > 0 ? 0 : 1;
  if (!choice.countdown.empty()) {
    options.countdown_s = number_of(choice.countdown, "--countdown");
  }
  options.count = options.seconds == 0                 ? 1
                  : options.continuous                 ? 0
                  : options.seconds > kLongRecording_s ? 1
                                                       : kUsualCount;
  if (!choice.count.empty()) {
    options.count = static_cast<int>(
        std::clamp(number_of(choice.count, "--count"), -1.0, 1e9));
  }
  return options;
}

LiveSource open_source(RecordChoice choice) {
  if (!choice.microphone.empty()) {
    choice.from = "microphone:" + choice.microphone;
  }
  if (!choice.axes.empty()) choice.source.axes = parse_axes(choice.axes);
  if (choice.source.rate_hz < 0 || choice.source.rate_hz > 1e8) {
    throw UsageError("a rate is above 0 and up to 100,000,000 Hz", "--rate");
  }
  return open_recording_source(choice.from, choice.source);
}

std::string axes_of(const LiveFormat& format) {
  std::string text;
  for (size_t i = 0; i < format.axes.size() && i < 12; ++i) {
    const Axis& axis = format.axes[i];
    text += (i > 0 ? ", " : "") + axis.name +
            (axis.unit.empty() ? "" : " [" + axis.unit + "]");
  }
  return text + (format.axes.size() > 12 ? ", ..." : "");
}

nlohmann::json record_json(const RecordReport& report) {
  nlohmann::json document = json_of(report.stored);
  nlohmann::json axes = nlohmann::json::array();
  for (const Axis& axis : report.format.axes) {
    axes.push_back({{"name", axis.name}, {"unit", axis.unit}});
  }
  document.update({{"axes", axes},
                   {"frame_shape", report.format.frame_shape},
                   {"rate_hz", report.rate_hz},
                   {"measured_rate_hz", report.measured.rate_hz},
                   {"rate_uncertainty_hz", report.measured.uncertainty_hz},
                   {"frames", report.frames},
                   {"seconds", report.seconds},
                   {"broken", report.broken},
                   {"lost", report.lost},
                   {"gaps", report.gaps},
                   {"pauses", report.pauses},
                   {"dropped", report.dropped}});
  return document;
}

void print_faults(const RecordReport& report, Console& console) {
  if (report.broken > 0) {
    console.print("  {} line(s) or packets were no readings, such as: {}",
                  report.broken, report.broken_example);
  }
  if (report.lost > 0) console.print("  {} frame(s) were lost", report.lost);
  if (report.gaps > 0) {
    console.print("  bytes were lost {} time(s) before they were read",
                  report.gaps);
  }
  if (report.pauses > 0) {
    console.print("  the sensor paused {} time(s)", report.pauses);
  }
  if (report.dropped > 0) {
    console.print("  {} recording(s) that were cut short are dropped",
                  report.dropped);
  }
}

int finish_record(const RecordReport& report, Console& console) {
  if (!report.format.axes.empty()) {
    console.print("{}: {:.6g} Hz{}", axes_of(report.format), report.rate_hz,
                  report.format.rate_hz > 0
                      ? ""
                      : fmt::format(", measured {:.6g} +- {:.2g}",
                                    report.measured.rate_hz,
                                    report.measured.uncertainty_hz));
  }
  print_report(report.stored, console);
  print_faults(report, console);
  if (report.failure) {
    console.error(*report.failure, record_json(report));
    return 1;
  }
  console.result(record_json(report));
  return report.stored.added + report.stored.duplicates > 0 ? 0 : 1;
}

std::string change_text(const RecordOptions& options,
                        const LiveSource& source) {
  std::string labels;
  for (const std::string& label : options.labels) {
    labels += (labels.empty() ? " " : ", ") + label;
  }
  return "record" + labels + " from " + source.name;
}

int record_any(const RecordChoice& choice, Console& console,
               const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  Run run = console.run(common.threads);
  LiveSource source = open_source(choice);
  const RecordOptions options = complete_options(choice, source);
  std::optional<CaptureWriter> capture;
  if (!choice.capture.empty()) capture.emplace(choice.capture, source);
  const ChangeScope change(project.store(),
                           {change_text(options, source), "", ""});
  RecordReport report;
  {
    RecordView view(stderr, ::isatty(STDERR_FILENO) != 0);
    report = record(
        source, project.store(), options, run,
        [&](const RecordStatus& status) { view.show(status); },
        capture ? &*capture : nullptr);
  }
  return finish_record(report, console);
}

void declare_source_options(Arguments& arguments, RecordChoice& choice) {
  std::string sources;
  for (const SourceRow& row : recording_sources()) {
    sources += fmt::format("{}{}[:{}] ({})", sources.empty() ? "" : ", ",
                           row.name, row.address, row.help);
  }
  arguments.option("--from", choice.from, "the sensor: " + sources);
  arguments.option("--microphone", choice.microphone,
                   "part of a name; short for --from microphone:NAME");
  arguments.option("--baud", choice.source.baud, "speed of a serial port");
  arguments.option("--axes", choice.axes,
                   "names and units: 'x[g], y[g], z[g]' (default: as sent)");
  arguments.option("--rate", choice.source.rate_hz,
                   "in Hz (0: as the source says, else measured)");
  std::string formats;
  for (const DecoderRow& row : decoders()) {
    formats += fmt::format("{}{} ({})", formats.empty() ? "" : ", ", row.name,
                           row.help);
  }
  arguments.option(
      "--format", choice.source.decoder,
      "how readings are sent: " + formats + " (default: the source's own)");
  arguments.option("--capture", choice.capture,
                   "write the raw bytes to this file, for --from replay:FILE");
  arguments.option("--patience", choice.options.patience_s,
                   "seconds that the sensor may be silent");
}

void declare_take_options(Arguments& arguments, RecordChoice& choice) {
  RecordOptions& options = choice.options;
  arguments.option("--label,--labels", choice.labels,
                   "as LABEL; also a list: left,right");
  arguments.option("--group", options.group,
                   "who or what makes them (never on two sides of a split)");
  arguments.option("--count", choice.count,
                   "recordings of each label (default: 20; of more than 10 s, "
                   "1; with --continuous until Ctrl-C)");
  arguments.option("--seconds", options.seconds,
                   "length of a recording (0: until Ctrl-C)");
  arguments.option("--countdown", choice.countdown,
                   "seconds from the prompt to the beginning (default: 1; of "
                   "words 0)");
  arguments.option("--listen", choice.listen,
                   "of so many seconds of sound, keep the loudest --seconds "
                   "(default: of words one more, else 0: no)");
  arguments.option("--trigger", choice.trigger,
                   "begin when an axis departs from rest by this: 0.5 (in its "
                   "unit; of sound a share of full scale), 6x or 16dB (above "
                   "its noise)");
  arguments.option("--before", options.before_s,
                   "seconds from before the trigger that are kept");
  arguments.flag("--continuous", options.continuous,
                 "one recording after the other, without prompts or gaps");
  arguments.option("--meta", choice.metadata,
                   "KEY=VALUE, stored with each recording (repeatable)");
}

}  // namespace

void declare_record(Arguments& arguments) {
  auto choice = std::make_shared<RecordChoice>();
  choice->options.group = user_name();
  arguments.positionals("LABEL", choice->labels,
                        "what is recorded; several are asked for in turn",
                        false);
  declare_source_options(arguments, *choice);
  declare_take_options(arguments, *choice);
  arguments.runs_stages();
  arguments.examples(
      "  mote collect record yes no --count 20 --group anna\n"
      "  mote collect record wave --from serial:/dev/ttyACM0 --trigger 6x\n"
      "  mote collect record idle --from serial --seconds 10 --continuous\n"
      "  mote collect record fan --from serial --seconds 600 "
      "--axes 'x[g], y[g], z[g]'\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return record_any(*choice, console, common);
  });
}

}  // namespace mote

#include "stages/collect/synthesize/similar/pronounce.h"

#include <algorithm>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/process.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

constexpr size_t kBatchTexts = 1000;

// Without what would end a sentence, and with it the line that is given, or
// be read as phoneme mnemonics.
std::string one_clause(const std::string& text) {
  std::string clause;
  for (const char c : text) {
    const bool ascii = c >= 0;
    const bool kept = !ascii || std::isalnum(static_cast<unsigned char>(c)) ||
                      c == '\'' || c == '-';
    clause += kept ? c : ' ';
  }
  return clause;
}

// The lines that espeak-ng gives: one a clause. It says them in silence, so
// the highest speed at which it need not stretch sound is the fastest.
std::vector<std::string> ipa_lines(const std::string& input,
                                   const std::string& voice) {
  ProcessOptions options;
  options.input = input;
  options.timeout_s = 300;
  const auto result = run_process({"espeak-ng", "-q", "--ipa", "--sep=_", "-s",
                                   "400", "-v", voice, "--stdin"},
                                  options);
  if (result.exit_code != 0) {
    throw Error("espeak-ng failed: " + result.errors, voice,
                "`espeak-ng --voices` lists the languages it speaks.");
  }
  std::vector<std::string> lines;
  std::string_view rest = result.output;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

std::vector<std::string> ipa_of_each(const std::vector<std::string>& texts,
                                     size_t begin, size_t end,
                                     const std::string& voice) {
  std::string input;
  for (size_t i = begin; i < end; ++i) input += one_clause(texts[i]) + "\n\n";
  std::vector<std::string> lines = ipa_lines(input, voice);
  if (lines.size() == end - begin) return lines;
  if (end - begin == 1) {
    std::string joined;
    for (const std::string& line : lines) joined += line + " ";
    return {joined};
  }
  // One of them gave no line, or two: halves find it.
  const size_t middle = begin + (end - begin) / 2;
  lines = ipa_of_each(texts, begin, middle, voice);
  for (std::string& line : ipa_of_each(texts, middle, end, voice)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string for_people(std::string ipa) {
  ipa.erase(std::remove(ipa.begin(), ipa.end(), '_'), ipa.end());
  const size_t first = ipa.find_first_not_of(' ');
  const size_t last = ipa.find_last_not_of(' ');
  return first == std::string::npos ? "" : ipa.substr(first, last - first + 1);
}

}  // namespace

Pronunciation pronunciation_of(const std::string& text,
                               const std::string& pieces) {
  return {text, for_people(pieces), pieces, parse_ipa(pieces)};
}

std::vector<Pronunciation> pronounce(const std::vector<std::string>& texts,
                                     const std::string& voice, Run& run) {
  require_program("espeak-ng");
  std::vector<Pronunciation> all(texts.size());
  std::mutex mutex;
  size_t done = 0;
  const size_t batches = (texts.size() + kBatchTexts - 1) / kBatchTexts;
  parallel_for(batches, run.threads, [&](size_t batch) {
    run.throw_if_stopped();
    const size_t begin = batch * kBatchTexts;
    const size_t end = std::min(begin + kBatchTexts, texts.size());
    const auto lines = ipa_of_each(texts, begin, end, voice);
    for (size_t i = begin; i < end; ++i) {
      all[i] = pronunciation_of(texts[i], lines[i - begin]);
    }
    std::lock_guard guard(mutex);
    done += end - begin;
    run.progress.update("pronounce", static_cast<int64_t>(done),
                        static_cast<int64_t>(texts.size()), "");
  });
  return all;
}

}  // namespace mote

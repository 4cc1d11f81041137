#include "stages/collect/data_licence.h"

#include <algorithm>
#include <cctype>

namespace mote {
namespace {

constexpr size_t kMostAttributionBytes = 2048;

// Words, in lower case and without punctuation, by which texts name a licence.
// Longer names stand before those that they begin with.
struct KnownLicence {
  const char* words;
  const char* identifier;
};
constexpr KnownLicence kLicences[] = {
    {"cc by nc sa 4 0", "CC-BY-NC-SA-4.0"},
    {"cc by nc 4 0", "CC-BY-NC-4.0"},
    {"cc by nc 3 0", "CC-BY-NC-3.0"},
    {"cc by nc", "CC-BY-NC-4.0"},
    {"attribution noncommercial", "CC-BY-NC-4.0"},
    {"cc by nd", "CC-BY-ND-4.0"},
    {"cc by sa 4 0", "CC-BY-SA-4.0"},
    {"cc by sa 3 0", "CC-BY-SA-3.0"},
    {"cc by sa", "CC-BY-SA-4.0"},
    {"attribution sharealike", "CC-BY-SA-4.0"},
    {"cc by 4 0", "CC-BY-4.0"},
    {"cc by 3 0", "CC-BY-3.0"},
    {"creative commons attribution 4 0", "CC-BY-4.0"},
    {"creative commons by 4 0", "CC-BY-4.0"},
    {"creative commons attribution", "CC-BY-4.0"},
    {"attribution 4 0 international", "CC-BY-4.0"},
    {"cc by", "CC-BY-4.0"},
    {"cc0", "CC0-1.0"},
    {"apache license version 2 0", "Apache-2.0"},
    {"apache 2 0", "Apache-2.0"},
    {"mit license", "MIT"},
    {"both repositories mit", "MIT"},
    {"clear bsd license", "BSD-3-Clause-Clear"},
    {"bsd 3 clause", "BSD-3-Clause"},
    {"bsd 2 clause", "BSD-2-Clause"},
    {"beerware", "Beerware"},
    {"odc by", "ODC-By-1.0"},
    {"open data commons attribution", "ODC-By-1.0"},
    {"open database license", "ODbL-1.0"},
    {"public domain dedication and license", "PDDL-1.0"},
    {"gnu general public license", "GPL-3.0-or-later"},
};

// Letters and digits in lower case, one space for all else, one at each end.
std::string words_of(std::string_view text) {
  std::string words = " ";
  for (unsigned char c : text) {
    if (std::isalnum(c)) {
      words += static_cast<char>(std::tolower(c));
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

// Where a heading ends; npos without one.
size_t heading(std::string_view text) {
  size_t first = std::string_view::npos, end = first;
  for (const std::string_view words :
       {"LICENCE:", "LICENSE:", "Licence:", "License:", "# Licence",
        "# License", "# LICENSE", "# LICENCE"}) {
    const size_t at = text.find(words);
    if (at < first) {
      first = at;
      end = at + words.size();
    }
  }
  return end;
}

std::string trimmed_to(std::string text, size_t most) {
  while (!text.empty() &&
         std::isspace(static_cast<unsigned char>(text.back()))) {
    text.pop_back();
  }
  if (text.size() <= most) return text;
  text.resize(most);
  // Not within a character of several bytes.
  while (!text.empty() && (text.back() & 0xC0) == 0x80) text.pop_back();
  if (!text.empty()) text.pop_back();
  return text + " ...";
}

}  // namespace

std::string licence_in(std::string_view text) {
  const std::string words = words_of(text);
  std::string found;
  size_t at = std::string::npos;
  for (const KnownLicence& licence : kLicences) {
    const size_t place = words.find(" " + std::string(licence.words) + " ");
    if (place < at) {
      at = place;
      found = licence.identifier;
    }
  }
  return found;
}

std::string licence_under_heading(std::string_view text) {
  const size_t begin = heading(text);
  return begin == std::string_view::npos ? "" : licence_in(text.substr(begin));
}

std::string licence_called(const std::string& text) {
  constexpr std::string_view kAddress = "creativecommons.org/licenses/";
  const size_t at = text.find(kAddress);
  if (at != std::string::npos) {
    // ".../by-nc/2.0/"
    const std::string path = text.substr(at + kAddress.size());
    const size_t slash = std::min(path.find('/'), path.size());
    std::string identifier = "CC-" + path.substr(0, slash);
    std::ranges::transform(identifier, identifier.begin(), [](char c) {
      return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    const size_t number = std::min(slash + 1, path.size());
    const size_t end = path.find_first_not_of("0123456789.", number);
    const std::string version = path.substr(number, end - number);
    return version.empty() ? identifier : identifier + "-" + version;
  }
  if (text.find("publicdomain/zero") != std::string::npos) return "CC0-1.0";
  const std::string known = licence_in(text);
  return known.empty() ? text : known;
}

std::string joined_licences(const std::set<std::string>& licences) {
  constexpr size_t kMost = 8;
  if (licences.size() > kMost) return "several";
  std::string joined;
  for (const std::string& licence : licences) {
    joined += (joined.empty() ? "" : " AND ") + licence;
  }
  return joined;
}

DataTerms find_terms(
    const std::function<std::string(const std::string& name)>& text_of) {
  DataTerms terms;
  for (const char* name : {"SOURCE.txt", "README.md", "README.txt", "README"}) {
    if (terms.licence.empty()) {
      terms.licence = licence_under_heading(text_of(name));
    }
  }
  for (const char* name :
       {"LICENSE", "LICENCE", "LICENSE.txt", "LICENSE.md", "COPYING"}) {
    if (terms.licence.empty()) terms.licence = licence_in(text_of(name));
  }
  std::string& attribution = terms.attribution;
  for (const char* name :
       {"ATTRIBUTION.txt", "ATTRIBUTION.md", "SOURCE.txt", "CITATION.cff"}) {
    const std::string text = text_of(name);
    if (text.empty() || attribution.size() >= kMostAttributionBytes) continue;
    attribution += attribution.empty() ? "" : "\n";
    attribution += trimmed_to(text, kMostAttributionBytes);
  }
  return terms;
}

}  // namespace mote

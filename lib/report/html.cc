#include "lib/report/html.h"

#include <fmt/format.h>

#include <algorithm>

namespace mote {
namespace {

constexpr const char* kStyle = R"(
:root { --paper: #fbfaf7; --card: #fff; --ink: #1c1f24; --soft: #667080;
  --line: #e4e2dc; --a: #0b6e99; --b: #d9730d; --c: #448361; --d: #9065b0;
  --bad: #c4314b; --good: #2f7d55; }
@media (prefers-color-scheme: dark) { :root { --paper: #14161a;
  --card: #1c1f25; --ink: #e8e6e1; --soft: #9aa3b2; --line: #2c3038;
  --a: #4fb3e0; --b: #f0a04b; --c: #6fbf8f; --d: #b894d6; --bad: #f0667e;
  --good: #5fc28c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 48px 20px 80px; }
h1 { font-size: 2.4rem; letter-spacing: -.02em; margin: 0 0 .2em; }
h2 { font-size: 1.25rem; margin: 0 0 .1em; }
header p { color: var(--soft); margin: .2em 0; max-width: 44em; }
section { background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; padding: 22px 24px; margin: 18px 0; }
section > p { color: var(--soft); margin: 0 0 14px; max-width: 48em; }
.tiles { display: grid; gap: 14px; margin: 28px 0 18px;
  grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); }
.tile { background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; padding: 16px 18px; }
.tile b { display: block; font-size: 1.75rem; letter-spacing: -.02em;
  line-height: 1.2; }
.tile span { color: var(--soft); font-size: .88rem; }
.good b, .good-text { color: var(--good); }
.bad b, .bad-text { color: var(--bad); }
.two { display: grid; gap: 24px; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem;
  font-variant-numeric: tabular-nums; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
code { font: .85em ui-monospace, SFMono-Regular, Menlo, monospace; }
.chart { width: 100%; height: auto; display: block; }
.chart text { fill: var(--soft); font-size: 12px;
  font-family: system-ui, sans-serif; }
.two .chart:not(.confusion) text { font-size: 16px; }
.chart .axis { font-weight: 600; }
.chart .count { fill: var(--ink); font-size: 15px; }
.grid { stroke: var(--line); }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
.line.s0 { stroke: var(--a); } .line.s1 { stroke: var(--b); }
.line.s2 { stroke: var(--c); } .line.s3 { stroke: var(--d); }
.key.s0 { fill: var(--a); } .key.s1 { fill: var(--b); }
.key.s2 { fill: var(--c); } .key.s3 { fill: var(--d); }
.mark { fill: var(--card); stroke: var(--b); stroke-width: 2.5; }
.right { fill: var(--c); } .wrong { fill: var(--bad); }
.bars { display: grid; grid-template-columns: max-content 1fr max-content;
  gap: 10px 16px; align-items: center; }
.track { background: var(--line); border-radius: 6px; height: 12px;
  overflow: hidden; }
.fill { display: block; height: 100%; background: var(--a);
  border-radius: 6px; }
.fill.over { background: var(--bad); }
.pictures { display: grid; gap: 16px;
  grid-template-columns: repeat(auto-fill, minmax(380px, 1fr)); }
figure { margin: 0; }
figure img { width: 100%; border-radius: 8px; display: block; }
figcaption { color: var(--soft); font-size: .85rem; margin-top: 4px;
  overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .85rem; margin-top: 32px; }
.small { grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
.small img { image-rendering: pixelated; max-height: 240px;
  object-fit: contain; }
summary { cursor: pointer; padding: 4px 0; }
:root { --p0: #0b6e99; --p1: #d9730d; --p2: #448361; --p3: #9065b0;
  --p4: #c4314b; --p5: #b58a00; --p6: #17a2a2; --p7: #e377c2; --p8: #7f5a3c;
  --p9: #5b6bd5; --p10: #8cb400; --p11: #5a626e; }
@media (prefers-color-scheme: dark) { :root { --p0: #4fb3e0; --p2: #6fbf8f;
  --p4: #f0667e; --p8: #b98d6b; --p9: #8f9bf0; --p11: #98a1b0; } }
.chart .ink { fill: var(--ink); } .chart .soft { fill: var(--soft); }
.chart .faint { fill: var(--line); } .chart .paper { fill: var(--card); }
.p0 { fill: var(--p0); } .p1 { fill: var(--p1); } .p2 { fill: var(--p2); }
.p3 { fill: var(--p3); } .p4 { fill: var(--p4); } .p5 { fill: var(--p5); }
.p6 { fill: var(--p6); } .p7 { fill: var(--p7); } .p8 { fill: var(--p8); }
.p9 { fill: var(--p9); } .p10 { fill: var(--p10); } .p11 { fill: var(--p11); }
.chart .stroke { fill: none; stroke-linejoin: round; pointer-events: none; }
.stroke.ink { stroke: var(--ink); } .stroke.soft { stroke: var(--soft); }
.stroke.faint { stroke: var(--line); } .stroke.p0 { stroke: var(--p0); }
)";

const char* mood_class(Tile::Mood mood) {
  switch (mood) {
    case Tile::Mood::kGood:
      return " good";
    case Tile::Mood::kBad:
      return " bad";
    default:
      return "";
  }
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

namespace {

// Bytes of the character that begins a text, by the table of well-formed UTF-8
// (Unicode 15, table 3-7); 0: none does.
size_t character_size(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
  };
  const uint8_t first = byte(0);
  if (first < 0x80) {
    const bool allowed =
        first >= 0x20 ? first != 0x7f : first == '\n' || first == '\t';
    return allowed ? 1 : 0;
  }
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  // C1 controls, U+0080 to U+009F, are forbidden too.
  const uint8_t least = first == 0xc2 ? 0xa0 : low;
  if (byte(1) < least || byte(1) > high) return 0;
  for (size_t i = 2; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  return size;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const size_t size = character_size(text);
    result += size > 0 ? text.substr(0, size) : "\xef\xbf\xbd";
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return result;
}

// Base64 (RFC 4648).
std::string png_uri(std::span<const uint8_t> png) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result = "data:image/png;base64,";
  for (size_t i = 0; i < png.size(); i += 3) {
    const size_t left = png.size() - i;
    const uint32_t bits = png[i] << 16 | (left > 1 ? png[i + 1] << 8 : 0) |
                          (left > 2 ? png[i + 2] : 0);
    result += kDigits[bits >> 18];
    result += kDigits[bits >> 12 & 63];
    result += left > 1 ? kDigits[bits >> 6 & 63] : '=';
    result += left > 2 ? kDigits[bits & 63] : '=';
  }
  return result;
}

std::string html_table(const std::vector<std::string>& headings,
                       const std::vector<std::vector<std::string>>& rows) {
  std::string html = "<div class=\"scroll\"><table><tr>";
  for (const std::string& heading : headings) {
    html += "<th>" + escape_html(heading) + "</th>";
  }
  html += "</tr>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (const std::string& cell : row) html += "<td>" + cell + "</td>";
    html += "</tr>\n";
  }
  return html + "</table></div>";
}

Page::Page(std::string title, std::string lead)
    : title_(std::move(title)), lead_(std::move(lead)) {}

void Page::tiles(const std::vector<Tile>& tiles) {
  body_ += "<div class=\"tiles\">";
  for (const Tile& tile : tiles) {
    body_ += fmt::format("<div class=\"tile{}\"><b>{}</b><span>{}</span></div>",
                         mood_class(tile.mood), escape_html(tile.figure),
                         escape_html(tile.caption));
  }
  body_ += "</div>\n";
}

void Page::section(const std::string& heading, const std::string& about,
                   const std::string& body) {
  body_ += fmt::format("<section><h2>{}</h2>\n<p>{}</p>\n{}</section>\n",
                       escape_html(heading), escape_html(about), body);
}

std::string Page::html() const {
  return valid_utf8(fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>{0}</title>\n<style>{1}{4}</style></head>\n"
      "<body><main><header><h1>{0}</h1>\n{2}</header>\n{3}</main></body>"
      "</html>\n",
      escape_html(title_), kStyle, lead_, body_, style_));
}

}  // namespace mote

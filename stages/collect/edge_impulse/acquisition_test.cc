#include "stages/collect/edge_impulse/acquisition.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

using Json = nlohmann::json;

std::vector<uint8_t> bytes_of_hex(std::string_view digits) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(
        std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::span<const uint8_t> as_bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The example of the format's own page and the key that its programs use.
const char* const kPublishedKey = "fed53116f20684c067774ebf9e7bcbdc";
const std::string kPublishedCbor =
    "a36970726f746563746564a36376657262763163616c6765485332353663696174"
    "1a5d3add3d697369676e6174757265784062306565303537326131393834623933"
    "623662633536653635373665326362626436626363643635643063333536653236"
    "623331626263396134383231306336677061796c6f6164a56b6465766963655f6e"
    "616d657161633a38373a61333a30613a32643a31626b6465766963655f74797065"
    "73444953434f2d4c34373556472d494f543031416b"
    "696e74657276616c5f6d730a6773656e736f727383a2646e616d656461636358"
    "65756e697473646d2f7332a2646e616d65646163635965756e697473646d2f7332"
    "a2646e616d65646163635a65756e697473646d2f73326676616c7565739f83fac1"
    "1cf5c3fa3cf5c28ffa3f9ae14883fac11d47aefa3d23d70afa3fa3d70a83fac111"
    "eb85fa3cf5c28ffa3f9d70a483fac1123d71fa3c23d70af93d00ff";
Json document(const Json& values, const Json& sensors, double interval_ms) {
  return {{"protected", {{"ver", "v1"}, {"alg", "none"}}},
          {"signature", std::string(64, '0')},
          {"payload",
           {{"device_type", "TEST"},
            {"interval_ms", interval_ms},
            {"sensors", sensors},
            {"values", values}}}};
}

const Json kTwoSensors = {{{"name", "x"}, {"units", "m/s2"}},
                          {{"name", "t"}, {"units", "Cel"}}};
const Json kSound = {{{"name", "audio"}, {"units", "wav"}}};
const Json kRows = {{1.5, 20}, {2, 21}, {-3, 22}};

Acquisition read(const Json& json, std::string_view key = "") {
  const std::string text = json.dump();
  const auto cbor = Json::to_cbor(json);
  EXPECT_TRUE(is_acquisition(as_bytes(text)));
  EXPECT_TRUE(is_acquisition(cbor));
  const Acquisition of_cbor = read_acquisition(cbor, key, "test.cbor");
  Acquisition of_json = read_acquisition(as_bytes(text), key, "test.json");
  EXPECT_EQ(of_cbor.signal.samples, of_json.signal.samples);
  EXPECT_EQ(of_cbor.signal.rate_hz, of_json.signal.rate_hz);
  return of_json;
}

std::string refusal(const std::string& text) {
  try {
    read_acquisition(as_bytes(text), "", "test.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), "test.json");
    return error.what_happened();
  }
  return "";
}

TEST(Acquisition, ReadsThePublishedExampleAndItsSignature) {
  const auto file = bytes_of_hex(kPublishedCbor);
  ASSERT_TRUE(is_acquisition(file));
  const Acquisition read = read_acquisition(file, kPublishedKey, "example");
  EXPECT_EQ(read.signature, SignatureState::kValid);
  EXPECT_EQ(read.device_name, "ac:87:a3:0a:2d:1b");
  EXPECT_EQ(read.device_type, "DISCO-L475VG-IOT01A");
  EXPECT_EQ(read.made_at_s, 1564138813);
  EXPECT_EQ(read.signal.rate_hz, 100);
  EXPECT_EQ(read.signal.axes,
            (std::vector<Axis>{
                {"accX", "m/s2"}, {"accY", "m/s2"}, {"accZ", "m/s2"}}));
  EXPECT_EQ(read.signal.samples,
            SignalValues(std::vector<float>{-9.81f, 0.03f, 1.21f, -9.83f, 0.04f,
                                            1.28f, -9.12f, 0.03f, 1.23f, -9.14f,
                                            0.01f, 1.25f}));
}

TEST(Acquisition, AChangedByteOrAnotherKeyIsAWrongSignature) {
  auto file = bytes_of_hex(kPublishedCbor);
  EXPECT_EQ(read_acquisition(file, "another", "").signature,
            SignatureState::kWrong);
  EXPECT_EQ(read_acquisition(file, "", "").signature,
            SignatureState::kUnchecked);
  file[file.size() - 2] ^= 1;  // of the last value
  EXPECT_EQ(read_acquisition(file, kPublishedKey, "").signature,
            SignatureState::kWrong);
}

// Made with Python: json.dumps() and hmac.new(b"secret", ..., sha256).
TEST(Acquisition, ChecksTheSignatureOfJson) {
  const std::string text =
      R"({"protected": {"ver": "v1", "alg": "HS256", "iat": 1564128599}, )"
      R"("signature": )"
      R"("419696709282514ae65d1d6dbb83846ca170318788a252c7b25d67614b3562d2", )"
      R"("payload": {"device_name": "ac:87:a3:0a:2d:1b", )"
      R"("device_type": "TEST", "interval_ms": 10, "sensors": )"
      R"([{"name": "accX", "units": "m/s2"}, )"
      R"({"name": "accY", "units": "m/s2"}], )"
      R"("values": [[-9.81, 0.03], [-9.83, 0.04], [1, 2]]}})";
  EXPECT_EQ(read_acquisition(as_bytes(text), "secret", "").signature,
            SignatureState::kValid);
  EXPECT_EQ(read_acquisition(as_bytes(text + " "), "secret", "").signature,
            SignatureState::kWrong);
}

TEST(Acquisition, ReadsRowsOfSensors) {
  const Acquisition acquisition = read(document(kRows, kTwoSensors, 16));
  EXPECT_EQ(acquisition.signature, SignatureState::kNone);
  EXPECT_EQ(acquisition.signal.rate_hz, 62.5);
  EXPECT_EQ(acquisition.signal.frame_count(), 3u);
  EXPECT_EQ(acquisition.signal.axes[1], (Axis{"t", "Cel"}));
  EXPECT_EQ(acquisition.signal.samples,
            SignalValues(std::vector<float>{1.5f, 20, 2, 21, -3, 22}));
}

TEST(Acquisition, SoundIs16BitAtItsRate) {
  const Acquisition acquisition =
      read(document({1, -32768, 32767}, kSound, 0.0625));
  EXPECT_EQ(acquisition.signal.rate_hz, 16000);
  EXPECT_EQ(acquisition.signal.int16_samples(),
            (std::vector<int16_t>{1, -32768, 32767}));
  EXPECT_EQ(read(document({0.5, 1}, kSound, 1)).signal.samples,
            SignalValues(std::vector<float>{0.5f, 1}));
  EXPECT_EQ(read(document({40000}, kSound, 1)).signal.samples.index(), 1u);
  // 1000 / 44100, as a device's float has it.
  EXPECT_EQ(read(document({1}, kSound, 0.022675737f)).signal.rate_hz, 44100);
}

TEST(Acquisition, ASingleFrameMayHaveNoRate) {
  EXPECT_EQ(read(document({{1, 2}}, kTwoSensors, 0)).signal.rate_hz, 0);
}

// As clients write what they do not know.
TEST(Acquisition, NullsAndUnknownFieldsArePassedOver) {
  Json json = document(kRows, kTwoSensors, 10);
  json["protected"]["iat"] = nullptr;
  json["signature"] = nullptr;
  json["payload"]["device_name"] = nullptr;
  json["payload"]["more"] = {{"name", {1, "a", {2, false}}}};
  EXPECT_EQ(read(json).device_name, "");
}

TEST(Acquisition, ReadsNumbersBehindTheDocument) {
  Json json = document({"Ref-BINARY-i16   "}, kSound, 0.0625);
  auto file = Json::to_cbor(json);
  for (const uint8_t byte : {0x01, 0x00, 0xFE, 0xFF, 0x00, 0x80}) {
    file.push_back(byte);
  }
  const Acquisition acquisition = read_acquisition(file, "", "");
  EXPECT_EQ(acquisition.signal.int16_samples(),
            (std::vector<int16_t>{1, -2, -32768}));
  file.pop_back();
  EXPECT_THROW(read_acquisition(file, "", ""), Error);
  json["payload"]["values"] = {"Ref-Binary-f32"};
  file = Json::to_cbor(json);
  for (const uint8_t byte : {0x00, 0x00, 0xC0, 0x3F}) file.push_back(byte);
  EXPECT_EQ(read_acquisition(file, "", "").signal.samples,
            SignalValues(std::vector<float>{1.5f}));
}

TEST(Acquisition, SaysWhatIsMissingOrWrong) {
  const Json good = document(kRows, kTwoSensors, 10);
  const auto says = [&](const char* pointer, const Json& value,
                        const char* what) {
    Json changed = good;
    changed[Json::json_pointer(pointer)] = value;
    EXPECT_NE(refusal(changed.dump()).find(what), std::string::npos)
        << pointer << ": " << refusal(changed.dump());
  };
  says("/protected/alg", "RS256", "protected.alg is 'RS256'");
  says("/protected/alg", nullptr, "no protected.alg");
  says("/protected/ver", "v2", "protected.ver");
  says("/payload/interval_ms", "fast", "payload.interval_ms");
  says("/payload/interval_ms", 0, "payload.interval_ms is 0");
  says("/payload/interval_ms", -10, "payload.interval_ms is -10");
  says("/payload/interval_ms", 1e-9, "payload.interval_ms");
  says("/payload/sensors", Json::array(), "payload.sensors");
  says("/payload/values", nullptr, "payload.values");
  says("/payload/values", Json::array(), "payload.values is empty");
  says("/payload/values", {1, 2, 3}, "1 value(s) a row for 2 sensor(s)");
  says("/payload/values", {{1, 2}, {3}}, "row 1 has 1 values where 2");
  says("/payload/values", {{1, 2}, 3}, "some without");
  says("/payload/values", {{1, 2}, {3, nullptr}}, "missing");
  says("/payload/values", {{1, 2}, {3, "4"}}, "text");
  says("/payload/values", {{1, 2}, {3, {4}}}, "rows lie within rows");
  says("/payload/values", {{1, 2}, {3, 1e300}}, "finite");
  says("/payload/values", {{"a", 1}}, "payload.values is an object");
  says("/payload/values", {"Ref-BINARY-i64"}, "no reference to numbers");
  EXPECT_NE(refusal("{\"payload\": {\"values\": [NaN]}}").find("damaged"),
            std::string::npos);
  EXPECT_NE(refusal("").find("damaged"), std::string::npos);
}

TEST(Acquisition, EveryPrefixIsRefused) {
  const auto file = bytes_of_hex(kPublishedCbor);
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_THROW(read_acquisition(std::span(file).first(size), "", ""), Error)
        << size;
  }
}

TEST(Acquisition, DeepNestingIsRefusedNotFollowed) {
  EXPECT_THROW(read_acquisition(std::vector<uint8_t>(1000000, 0x81), "", ""),
               Error);
  EXPECT_NE(refusal("{\"a\":" + std::string(1000000, '[')).find("too deep"),
            std::string::npos);
}

TEST(Acquisition, OtherFilesAreNone) {
  EXPECT_FALSE(is_acquisition({}));
  EXPECT_FALSE(is_acquisition(as_bytes("RIFF....WAVEfmt ")));
  EXPECT_FALSE(is_acquisition(as_bytes("{\"payload\": 1}")));
  EXPECT_FALSE(is_acquisition(as_bytes("x,y,z\n1,2,3\n")));
}

}  // namespace
}  // namespace mote

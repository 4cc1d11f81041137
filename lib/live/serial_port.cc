#include "lib/live/serial_port.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<int, speed_t> kSpeeds[] = {
    {1200, B1200},       {2400, B2400},       {4800, B4800},
    {9600, B9600},       {19200, B19200},     {38400, B38400},
    {57600, B57600},     {115200, B115200},   {230400, B230400},
    {460800, B460800},   {500000, B500000},   {576000, B576000},
    {921600, B921600},   {1000000, B1000000}, {1152000, B1152000},
    {1500000, B1500000}, {2000000, B2000000}, {2500000, B2500000},
    {3000000, B3000000}, {3500000, B3500000}, {4000000, B4000000}};

speed_t speed_of(int baud) {
  std::vector<int> known;
  for (const auto& [number, speed] : kSpeeds) {
    if (number == baud) return speed;
    known.push_back(number);
  }
  throw UsageError(fmt::format("no serial port runs at {} baud", baud),
                   "--baud",
                   fmt::format("There are {}.", fmt::join(known, ", ")));
}

[[noreturn]] void throw_open_error(const std::string& path) {
  const int fault = errno;
  std::string hint =
      "Check that it is connected; ls /dev/serial/by-id names "
      "the boards that are.";
  if (fault == EACCES) {
    hint =
        "Join the group that may use it, such as: "
        "sudo usermod -a -G dialout $USER, then log in again.";
  } else if (fault == EBUSY) {
    hint = "Close the program that uses it, such as a serial monitor.";
  }
  throw Error(
      fmt::format("the serial port cannot be opened: {}", std::strerror(fault)),
      path, hint);
}

class SerialPort : public ByteSource {
 public:
  SerialPort(const std::string& path, int baud)
      : path_(path), speed_(speed_of(baud)) {
    port_ = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (port_ < 0) throw_open_error(path);
    try {
      configure();
    } catch (...) {
      ::close(port_);
      throw;
    }
  }
  ~SerialPort() override { ::close(port_); }
  SerialPort(const SerialPort&) = delete;
  SerialPort& operator=(const SerialPort&) = delete;

  std::optional<Chunk> read(std::chrono::milliseconds timeout) override {
    pollfd waiting{port_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(timeout.count()));
    if (ready < 0 && errno != EINTR) throw_lost(std::strerror(errno));
    Chunk chunk;
    if (ready > 0) {
      chunk.bytes.resize(kMostBytes);
      const ssize_t count =
          ::read(port_, chunk.bytes.data(), chunk.bytes.size());
      if (count == 0) throw_lost("unplugged");
      if (count < 0 && errno != EAGAIN && errno != EINTR) {
        throw_lost(errno == EIO ? "unplugged" : std::strerror(errno));
      }
      chunk.bytes.resize(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    }
    chunk.arrived_ns = clock_.now_ns();
    return chunk;
  }

 private:
  static constexpr size_t kMostBytes = 65536;

  void configure() const {
    termios settings{};
    if (::tcgetattr(port_, &settings) != 0) {
      throw Error("this is no serial port", path_,
                  "Name one such as /dev/ttyACM0 or /dev/ttyUSB0.");
    }
    // The lock is for those who may open what is in exclusive use: root.
    if (::ioctl(port_, TIOCEXCL) != 0 ||
        ::flock(port_, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) errno = EBUSY;
      throw_open_error(path_);
    }
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
    settings.c_cc[VMIN] = 0;
    settings.c_cc[VTIME] = 0;
    ::cfsetispeed(&settings, speed_);
    ::cfsetospeed(&settings, speed_);
    if (::tcsetattr(port_, TCSANOW, &settings) != 0) throw_open_error(path_);
    ::tcflush(port_, TCIFLUSH);
  }

  [[noreturn]] void throw_lost(const std::string& why) const {
    throw Error("the device is gone: " + why, path_,
                "Connect it again; what was recorded before is kept.");
  }

  std::string path_;
  speed_t speed_;
  int port_ = -1;
  ArrivalClock clock_;
};

std::string only_port() {
  const std::vector<std::string> ports = serial_ports();
  if (ports.size() == 1) return ports[0];
  if (ports.empty()) {
    throw Error("there is no serial port", "",
                "Connect a board, or name its port: --from serial:/dev/ttyS0");
  }
  throw Error("there are several serial ports",
              fmt::format("{}", fmt::join(ports, ", ")),
              "Say which: --from serial:" + ports[0]);
}

// "usb-Arduino_Nano_33_BLE_9A2B-if00" of the links that the system makes.
std::string device_name(const std::string& port) {
  std::error_code fault;
  const fs::path wanted = fs::canonical(port, fault);
  for (fs::directory_iterator at("/dev/serial/by-id", fault), end;
       !fault && at != end; at.increment(fault)) {
    std::error_code ignored;
    if (fs::canonical(at->path(), ignored) == wanted) {
      return at->path().filename().string();
    }
  }
  return "";
}

}  // namespace

std::vector<std::string> serial_ports() {
  std::vector<std::string> ports;
  std::error_code fault;
  for (fs::directory_iterator at("/dev", fault), end; !fault && at != end;
       at.increment(fault)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with("ttyACM") || name.starts_with("ttyUSB")) {
      ports.push_back(at->path().string());
    }
  }
  std::sort(ports.begin(), ports.end());
  return ports;
}

LiveSource open_serial_port(const SourceOptions& options) {
  const std::string path =
      options.address.empty() ? only_port() : options.address;
  LiveSource source;
  source.bytes = std::make_unique<SerialPort>(path, options.baud);
  source.name = "serial:" + path;
  source.decoder = options.decoder.empty() ? "text" : options.decoder;
  source.declared.axes = options.axes;
  source.declared.rate_hz = options.rate_hz;
  const std::string device = device_name(path);
  if (!device.empty()) source.metadata["device"] = device;
  return source;
}

}  // namespace mote

#include "lib/store/database.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "test/small_disk.h"

namespace mote {
namespace {

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS fact(name TEXT PRIMARY KEY, value)";

int64_t count(Database& database) {
  int64_t rows = 0;
  database.query("SELECT count(*) FROM fact", {},
                 [&](const Row& row) { rows = row.integer(0); });
  return rows;
}

void add(Database& database, int64_t value) {
  database.run("INSERT INTO fact VALUES(?, ?)", {std::to_string(value), value});
}

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() { database.define(kTable); }

  TemporaryFolder folder;
  fs::path file = folder.path() / "deep" / "store.db";
  Database database{file};
};

TEST_F(DatabaseTest, KeepsEveryKindOfValue) {
  database.run("INSERT INTO fact VALUES(?, ?)", {"none", std::monostate{}});
  database.run("INSERT INTO fact VALUES(?, ?)", {"whole", int64_t{1} << 40});
  database.run("INSERT INTO fact VALUES(?, ?)", {"real", 0.1});
  database.run("INSERT INTO fact VALUES(?, ?)", {"text", "caf\u00e9 'x'; --"});
  database.query("SELECT value FROM fact ORDER BY rowid", {},
                 [row_number = 0](const Row& row) mutable {
                   switch (row_number++) {
                     case 0:
                       EXPECT_TRUE(row.is_null(0));
                       break;
                     case 1:
                       EXPECT_EQ(row.integer(0), int64_t{1} << 40);
                       break;
                     case 2:
                       EXPECT_EQ(row.number(0), 0.1);
                       break;
                     default:
                       EXPECT_EQ(row.text(0), "caf\u00e9 'x'; --");
                   }
                 });
  EXPECT_EQ(count(database), 4);
}

TEST_F(DatabaseTest, RunTellsHowManyRowsChanged) {
  add(database, 1);
  add(database, 2);
  EXPECT_EQ(database.run("UPDATE fact SET value = 0"), 2);
  EXPECT_EQ(database.run("INSERT OR IGNORE INTO fact VALUES('1', 5)"), 0);
}

TEST_F(DatabaseTest, ATransactionThatThrowsChangesNothing) {
  EXPECT_THROW(database.transaction([&] {
    add(database, 1);
    throw Error("on purpose");
  }),
               Error);
  EXPECT_EQ(count(database), 0);
  database.transaction([&] { add(database, 2); });
  EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseTest, TheSameQueryMayRunInsideItself) {
  add(database, 1);
  add(database, 2);
  int pairs = 0;
  database.query("SELECT value FROM fact", {}, [&](const Row&) {
    database.query("SELECT value FROM fact", {}, [&](const Row&) { ++pairs; });
  });
  EXPECT_EQ(pairs, 4);
}

TEST_F(DatabaseTest, ABadStatementNamesTheFile) {
  try {
    database.run("INSERT INTO nothing VALUES(1)");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), file.string());
  }
}

TEST(Database, SaysSoWhenTheFileIsNoDatabase) {
  TemporaryFolder folder;
  write_atomically(folder.path() / "store.db", std::string(5000, 'x'));
  try {
    Database database(folder.path() / "store.db");
    FAIL() << "opened a file of x";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("not a database"), std::string::npos);
    EXPECT_FALSE(error.hint().empty());
  }
}

// A child adds rows and reports each through a pipe once run() returned; it is
// killed at some moment, later and later until it came far enough to report.
// Every reported row must be there.
TEST(Database, KillLosesNothingThatWasReported) {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "store.db";
  Database(file).define(kTable);
  int64_t reported = 0;
  for (int round = 0; round < 10 || reported == 0; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Database database(file);
      for (int64_t value = reported;; ++value) {
        add(database, value);
        if (::write(ends[1], &value, sizeof value) < 0) ::_exit(1);
      }
    }
    ::close(ends[1]);
    ::usleep(2000 + 3000 * round);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (int64_t value; ::read(ends[0], &value, sizeof value) > 0;) {
      reported = value + 1;
    }
    ::close(ends[0]);
    Database database(file);
    // One more may have been written but not yet reported.
    ASSERT_GE(count(database), reported);
    ASSERT_LE(count(database), reported + 1);
    reported = count(database);
  }
  EXPECT_GT(reported, 0);
}

// Making a database is a race: all of them switch its journal's mode and
// define its tables.
TEST(Database, ManyProcessesMayMakeItAtOnce) {
  for (int round = 0; round < 20; ++round) {
    TemporaryFolder folder;
    const fs::path file = folder.path() / "store.db";
    constexpr int kProcesses = 6;
    std::vector<pid_t> children;
    for (int i = 0; i < kProcesses; ++i) {
      children.push_back(::fork());
      if (children.back() != 0) continue;
      try {
        Database mine(file);
        mine.define(kTable);
        mine.transaction([&] { add(mine, i); });
        ::_exit(0);
      } catch (const Error& error) {
        std::fputs(error.what(), stderr);
        ::_exit(1);
      }
    }
    for (pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      EXPECT_EQ(status, 0);
    }
    Database after(file);
    EXPECT_EQ(count(after), kProcesses);
  }
}

TEST(Database, FullDiskIsOneClearErrorAndLosesNothing) {
  test::SmallDisk disk(512);
  MOTE_REQUIRE_MOUNTED(disk);
  int64_t stored = 0;
  {
    Database database(disk.path() / "store.db");
    database.define(kTable);
    const std::string large(20000, 'x');
    try {
      while (stored < 1000) {
        database.run("INSERT INTO fact VALUES(?, ?)",
                     {std::to_string(stored), large});
        ++stored;
      }
      FAIL() << "the disk never filled up";
    } catch (const Error& error) {
      EXPECT_NE(error.hint().find("free some space"), std::string::npos);
    }
    EXPECT_EQ(count(database), stored);
  }
  Database database(disk.path() / "store.db");
  EXPECT_EQ(count(database), stored);
}

TEST(Database, AReadOnlyFolderCanBeRead) {
  test::SmallDisk disk(512);
  MOTE_REQUIRE_MOUNTED(disk);
  {
    Database database(disk.path() / "store.db");
    database.define(kTable);
    add(database, 1);
  }
  ASSERT_TRUE(disk.make_read_only());
  Database database(disk.path() / "store.db");
  EXPECT_TRUE(database.read_only());
  EXPECT_EQ(count(database), 1);
  EXPECT_THROW(add(database, 2), Error);
  EXPECT_THROW(Database(disk.path() / "other.db"), Error);
}

}  // namespace
}  // namespace mote

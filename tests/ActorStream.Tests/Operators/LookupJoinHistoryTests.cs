using System.Globalization;
using ActorStream.Connectors;

namespace ActorStream.Tests.Operators;

/// <summary>
/// Lookup joins over long random lives: batches, answers in any order and grouping, late answers, entries that go by room, age and
/// command, and starts anew from snapshots. A key always has the same number of rows; they show the key's version, which rises before the
/// key is forgotten. So it is known what must come out, in which order, and from which version on.
/// </summary>
public sealed class LookupJoinHistoryTests
{
    private const string Keys = "abcdefg";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyHistoryKeepsOrderAndShowsNothingThatWasToBeForgotten(bool keepsOrder)
    {
        for (int seed = 1; seed <= 500; seed++) new History(seed, keepsOrder).Run();
    }

    private sealed record Asked(char Key, int Generation, int Version);

    private sealed class History
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly bool _keepsOrder;
        private readonly LookupOptions _options;
        private readonly long? _maxKeys;
        private readonly int[] _versions = new int[Keys.Length];
        private readonly List<(string Row, int Version)> _expected = [];
        private readonly List<(string Row, int Version)> _seen = [];
        private readonly List<byte[]> _segments = [];
        private List<Asked> _asked = [];
        private LookupJoinHarness _join;

        public History(int seed, bool keepsOrder)
        {
            _seed = seed;
            _random = new Random(seed);
            _keepsOrder = keepsOrder;
            _options = new LookupOptions
            {
                CacheEnabled = _random.Next(4) > 0,
                CacheMissingKey = _random.Next(2) == 0,
                ExpireAfterWrite = _random.Next(3) == 0 ? TimeSpan.FromSeconds(2) : null,
            };
            _maxKeys = _random.Next(2) == 0 ? _random.Next(1, 4) : null;
            _join = New();
        }

        public void Run()
        {
            for (int step = 0; step < 200; step++)
            {
                Step();
                TakeAsked();
                Look();
            }
            while (_asked.Count > 0) Answer();
            Look();
            Compare(_expected, _seen, isWhole: true);
            Assert.Equal(0, _join.Join.WaitingRows);
            Assert.Equal(0, _join.Join.WaitingBytes);
            Assert.Equal(0, _join.Join.Rows.PinnedChains);
        }

        private LookupJoinHarness New() => new(_options, _maxKeys, keepsOrder: _keepsOrder);

        private void Step()
        {
            switch (_random.Next(12))
            {
                case < 5:
                    Process();
                    break;
                case < 9:
                    if (_asked.Count > 0) Answer();
                    break;
                case 9:
                    _join.Advance(_random.Next(1500));
                    break;
                case 10:
                    Forget();
                    break;
                default:
                    Restart();
                    break;
            }
        }

        private void Process()
        {
            string[] rows = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => $"{(Keys + "!")[_random.Next(8)]}{_random.Next(10)}")];
            foreach (string row in rows)
            {
                int count = row[0] == '!' ? 0 : Count(row[0]);
                string name = row.Replace("!", "NULL", StringComparison.Ordinal);
                if (count == 0) _expected.Add((name + "=NULL", 0));
                for (int i = 0; i < count; i++) _expected.Add(($"{name}={i.ToString(CultureInfo.InvariantCulture)}", VersionOf(row[0])));
            }
            _join.Process(rows);
        }

        /// <summary>Some of what was asked for is answered, as the table was then.</summary>
        private void Answer()
        {
            Asked[] answered = [.. _asked.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4))];
            answered = [.. answered.Where(a => a.Generation == answered[0].Generation)];
            _asked = [.. _asked.Except(answered)];
            string[] found =
            [
                .. answered.SelectMany(a => Enumerable.Range(0, Count(a.Key)).Select(i =>
                    string.Create(CultureInfo.InvariantCulture, $"{a.Key}={i}v{a.Version}"))),
            ];
            _join.AnswerKeys([.. answered.Select(a => a.Key.ToString())], found, generation: answered[0].Generation);
        }

        private void Forget()
        {
            string? key = _random.Next(2) == 0 ? null : Keys[_random.Next(Keys.Length)].ToString();
            for (int i = 0; i < Keys.Length; i++) _versions[i] += key is null || key[0] == Keys[i] ? 1 : 0;
            _join.Join.Invalidate(null, key);
        }

        private void Restart()
        {
            _segments.Add(_join.Snapshot(full: false));
            if (_random.Next(2) == 0) return;
            _join = New();
            _asked.Clear();
            _join.Restore([.. _segments]);
        }

        private void TakeAsked()
        {
            foreach (char key in _join.Asked.SelectMany(a => a.Split(',')).Select(k => k[0]))
            {
                var asked = new Asked(key, _join.Generations[key.ToString()], VersionOf(key));
                Assert.DoesNotContain(_asked, a => a.Key == key && a.Generation == asked.Generation);
                _asked.Add(asked);
            }
            _join.Asked.Clear();
        }

        private void Look()
        {
            foreach (string row in _join.TakeOutput())
            {
                string[] parts = row.Split('v');
                _seen.Add((parts[0], parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture)));
            }
            if (_keepsOrder)
            {
                Compare([.. _expected.Take(_seen.Count)], _seen, isWhole: false);
                return;
            }
            foreach (char key in Keys)
            {
                List<(string Row, int Version)> seen = [.. _seen.Where(r => r.Row[0] == key)];
                Compare([.. _expected.Where(r => r.Row[0] == key).Take(seen.Count)], seen, isWhole: false);
            }
        }

        private void Compare(List<(string Row, int Version)> expected, List<(string Row, int Version)> seen, bool isWhole)
        {
            if (isWhole && !_keepsOrder)
            {
                expected = [.. expected.OrderBy(r => r.Row, StringComparer.Ordinal).ThenBy(r => r.Version)];
                seen = [.. seen.OrderBy(r => r.Row, StringComparer.Ordinal).ThenBy(r => r.Version)];
            }
            bool isRight = expected.Count == seen.Count
                && expected.Zip(seen).All(p => p.First.Row == p.Second.Row && p.First.Version <= p.Second.Version);
            Assert.True(isRight, $"Seed {_seed}: {string.Join(' ', seen)}\nnot {string.Join(' ', expected)}");
        }

        private int VersionOf(char key) => _versions[Keys.IndexOf(key, StringComparison.Ordinal)];

        /// <summary>a, d, g have no row; b, e one; c, f two.</summary>
        private static int Count(char key) => (key - 'a') % 3;
    }
}

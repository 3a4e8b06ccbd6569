using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>
/// One table's lookup queries: <c>SELECT columns FROM table WHERE key IN (?, …)</c> for 1, 4, 16, … keys, prepared once a connection;
/// free places are filled with the last key. Which key a row belongs to is found by value. Where the database may find keys equal that
/// are not the same bytes (a collation that ignores case, padding), the database decides: see <see cref="ResolveAsync"/>.
/// </summary>
internal sealed class JdbcLookupQuery
{
    private const string Rank = "actorstream_rank";

    private readonly JdbcTable _table;
    private readonly Field[] _columns;
    private readonly Field[] _keys;
    private readonly int[] _keyPositions;
    private readonly int _wanted;
    private readonly bool _isExact;
    private readonly bool _ranks;
    private readonly int _maxKeys;
    private readonly ConcurrentDictionary<int, string> _texts = new();

    public JdbcLookupQuery(JdbcTable table, IReadOnlyList<Field> columns, IReadOnlyList<Field> keys, int batchSize)
    {
        _table = table;
        _wanted = columns.Count;
        _keys = [.. keys];
        _columns = [.. columns, .. keys.Where(k => columns.All(c => c.Name != k.Name))];
        _keyPositions = [.. keys.Select(k => Array.FindIndex(_columns, c => c.Name == k.Name))];
        ColumnDescription[] found = [.. keys.Select(k => table.Find(k.Name))];
        _isExact = keys.Zip(found).All(k => table.Dialect.ComparesExactly(k.Second, k.First.Type));
        _ranks = !_isExact && !table.Description.IsUnique([.. found.Select(c => c.Name)]);
        _maxKeys = Math.Min(batchSize, (table.Dialect.MaxParameters - 1) / keys.Count);
    }

    /// <summary>Most keys of one query.</summary>
    public int MaxKeys => _maxKeys;

    /// <summary>Finds the rows of some of the keys.</summary>
    public async Task<LookupRows> FindAsync(SqlSession session, Batch keys, int[] rows)
    {
        var found = new Found(_columns);
        if (!session.Dialect.TakesZeroCharacters) rows = [.. rows.Where(row => !HoldsZero(keys, row))];
        if (rows.Length > 0) await ResolveAsync(session, keys, rows, found, isWhole: true);
        return found.Build(_wanted);
    }

    /// <summary>
    /// Gives every row to the keys that the database finds equal to it, as a query for each key alone would. Rows go to the key of the
    /// same bytes; with <c>DENSE_RANK</c> over the key, also to those keys whose own rows are in the same rank. Keys that got nothing are
    /// asked for again without the others, in halves, until the answer is empty or one key is left, to which all rows belong.
    /// </summary>
    private async Task ResolveAsync(SqlSession session, Batch keys, int[] rows, Found found, bool isWhole)
    {
        Answer answer = await AskAsync(session, keys, rows, found.NewBuilders());
        if (answer.Count == 0) return;
        if (rows.Length == 1)
        {
            found.AddAll(answer, rows[0]);
            return;
        }
        int[] owners = Owners(answer, keys, rows);
        bool hasStrangers = Array.IndexOf(owners, -1) >= 0;
        if (_isExact && !hasStrangers)
        {
            found.AddOwned(answer, owners);
            return;
        }
        if (_isExact || !isWhole)
        {
            // Rows of other bytes than every key's: only the database knows whose they are.
            await HalveAsync(session, keys, rows, found);
            return;
        }
        List<int> without = _ranks ? AddByRank(answer, owners, rows, found) : AddByOwner(answer, owners, rows, found);
        if (without.Count > 0) await ResolveAsync(session, keys, [.. without], found, isWhole: false);
    }

    /// <summary>Such a text is in no row of a database that cannot store it, and asking for it would be an error.</summary>
    private bool HoldsZero(Batch keys, int row)
    {
        for (int k = 0; k < _keys.Length; k++)
        {
            if (_keys[k].Type.IsText && ((BytesColumn)keys.Columns[k])[row].Contains((byte)0)) return true;
        }
        return false;
    }

    private async Task HalveAsync(SqlSession session, Batch keys, int[] rows, Found found)
    {
        int half = rows.Length / 2;
        await ResolveAsync(session, keys, rows[..half], found, isWhole: false);
        await ResolveAsync(session, keys, rows[half..], found, isWhole: false);
    }

    private static List<int> AddByOwner(Answer answer, int[] owners, int[] rows, Found found)
    {
        found.AddOwned(answer, owners);
        HashSet<int> served = [.. owners];
        return [.. rows.Where(r => !served.Contains(r))];
    }

    private static List<int> AddByRank(Answer answer, int[] owners, int[] rows, Found found)
    {
        var keysOfRank = new Dictionary<long, HashSet<int>>();
        for (int i = 0; i < owners.Length; i++)
        {
            if (owners[i] < 0) continue;
            if (!keysOfRank.TryGetValue(answer.Ranks![i], out HashSet<int>? keys)) keysOfRank.Add(answer.Ranks[i], keys = []);
            keys.Add(owners[i]);
        }
        var served = new HashSet<int>();
        for (int i = 0; i < owners.Length; i++)
        {
            if (!keysOfRank.TryGetValue(answer.Ranks![i], out HashSet<int>? keys)) continue;
            foreach (int key in keys) found.Add(answer, i, key);
            served.UnionWith(keys);
        }
        return [.. rows.Where(r => !served.Contains(r))];
    }

    private int[] Owners(Answer answer, Batch keys, int[] rows)
    {
        var index = new KeyIndex(keys.Columns, rows);
        Column[] columns = [.. _keyPositions.Select(p => answer.Columns[p])];
        int[] owners = new int[answer.Count];
        for (int i = 0; i < owners.Length; i++) owners[i] = index.Find(columns, i);
        return owners;
    }

    private async Task<Answer> AskAsync(SqlSession session, Batch keys, int[] rows, ColumnBuilder[] builders)
    {
        int places = Places(rows.Length);
        DbCommand command = await session.PreparedAsync(_texts.GetOrAdd(places, Text), c => AddParameters(c, places));
        int parameter = 0;
        for (int place = 0; place < places; place++)
        {
            int row = rows[Math.Min(place, rows.Length - 1)];
            for (int k = 0; k < _keys.Length; k++)
                command.Parameters[parameter++].Value = session.Dialect.ToParameter(keys.Columns[k], row, _keys[k].Type);
        }
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        CellReader[] readers = _table.Readers(_columns);
        List<long>? ranks = _ranks ? [] : null;
        int count = 0;
        while (await reader.ReadAsync())
        {
            JdbcTable.ReadRow(reader, readers, builders);
            ranks?.Add(Convert.ToInt64(reader.GetValue(readers.Length), CultureInfo.InvariantCulture));
            count++;
        }
        return new Answer([.. builders.Select(b => b.Build())], count, ranks);
    }

    private void AddParameters(DbCommand command, int places)
    {
        for (int i = 0; i < places * _keys.Length; i++) _table.Dialect.AddParameter(command, i, _keys[i % _keys.Length].Type);
    }

    private string Text(int places)
    {
        string[] names = [.. _keys.Select(k => _table.Quoted(k.Name))];
        string rank = _ranks ? $", DENSE_RANK() OVER (ORDER BY {string.Join(", ", names)}) AS {Rank}" : "";
        return _table.Select(_columns, rank) + " WHERE " + _table.Dialect.KeyCondition(names, places);
    }

    private int Places(int keys)
    {
        int places = 1;
        while (places < keys) places *= 4;
        return Math.Min(places, Math.Max(keys, _maxKeys));
    }

    /// <summary>A query's rows.</summary>
    private sealed record Answer(Column[] Columns, int Count, List<long>? Ranks);

    /// <summary>The rows found so far with their keys.</summary>
    private sealed class Found(Field[] columns)
    {
        private readonly List<(Answer Answer, int[] Rows, int[] Keys)> _parts = [];

        public ColumnBuilder[] NewBuilders() => [.. columns.Select(c => ColumnBuilder.Create(c.Type))];

        public void AddAll(Answer answer, int key)
        {
            int[] owners = new int[answer.Count];
            Array.Fill(owners, key);
            AddOwned(answer, owners);
        }

        /// <summary>Adds the rows that have an owner.</summary>
        public void AddOwned(Answer answer, int[] owners)
        {
            if (Array.IndexOf(owners, -1) < 0)
            {
                _parts.Add((answer, [], owners));
                return;
            }
            int[] rows = [.. Enumerable.Range(0, owners.Length).Where(i => owners[i] >= 0)];
            _parts.Add((answer, rows, [.. rows.Select(r => owners[r])]));
        }

        public void Add(Answer answer, int row, int key) => _parts.Add((answer, [row], [key]));

        public LookupRows Build(int wanted)
        {
            if (_parts is [{ Rows.Length: 0 } only])
                return new LookupRows(new Batch(only.Answer.Columns[..wanted], only.Answer.Count), only.Keys);
            ColumnBuilder[] builders = NewBuilders()[..wanted];
            var owners = new List<int>();
            foreach ((Answer answer, int[] rows, int[] of) in _parts)
            {
                for (int i = 0; i < of.Length; i++)
                {
                    int row = rows.Length == 0 ? i : rows[i];
                    for (int c = 0; c < wanted; c++) builders[c].AppendFrom(answer.Columns[c], row);
                    owners.Add(of[i]);
                }
            }
            return new LookupRows(new Batch([.. builders.Select(b => b.Build())], owners.Count), [.. owners]);
        }
    }
}

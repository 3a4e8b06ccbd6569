using System.Globalization;
using System.Text;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.FileSystem;

/// <summary>PARTITIONED BY: rows of one value each live in a directory of their own, <c>dt=2024-02-29/shop=7</c>, and files hold the
/// other columns. Names are escaped as Hive and Flink do.</summary>
internal sealed class FilePartitions
{
    private const string Escaped = "\"#%'*/:=?\\{[]^\u007F";

    private readonly Field[] _keys;
    private readonly int[] _columns;
    private readonly RowFormatter[] _formatters;
    private readonly string _defaultName;
    private readonly string _table;

    private FilePartitions(Field[] keys, int[] columns, string defaultName, string table)
    {
        _keys = keys;
        _columns = columns;
        _formatters = [.. keys.Select(k => new RowFormatter(new Schema([k])))];
        _defaultName = defaultName;
        _table = table;
    }

    /// <summary>The partition columns, in the order of their directories.</summary>
    public IReadOnlyList<Field> Keys => _keys;

    /// <summary>The partitions of a table; null where it has none.</summary>
    /// <exception cref="ActorStreamException">A column's type has no name for a directory, or files would hold no column.</exception>
    public static FilePartitions? Take(TableContext context)
    {
        string defaultName = context.Options.Take("partition.default-name") ?? "__DEFAULT_PARTITION__";
        TableDefinition table = context.Table;
        if (table.PartitionKeys.Count == 0) return null;
        TableColumn[] physical = [.. context.PhysicalColumns];
        if (physical.Length == table.PartitionKeys.Count)
        {
            throw new ActorStreamException($"Table \"{table.Name}\" is PARTITIONED BY all of its columns, so its files would be empty.",
                ErrorDomain.User, hint: "Keep a column out of PARTITIONED BY.");
        }
        Field[] keys = [.. table.PartitionKeys.Select(k => physical.First(c => c.Name == k)).Select(c => new Field(c.Name, c.Type))];
        if (keys.FirstOrDefault(k => k.Type.IsNested || k.Type.IsBinary) is { } wrong)
        {
            throw new ActorStreamException(
                $"Table \"{table.Name}\" is PARTITIONED BY column \"{wrong.Name}\" of type {wrong.Type}, which makes no directory's name.",
                ErrorDomain.User, hint: "Partition by a text, a number, a BOOLEAN or a time.");
        }
        int[] columns = [.. keys.Select(k => Array.FindIndex([.. context.Columns], c => c.MetadataKey is null && c.Name == k.Name))];
        return new FilePartitions(keys, columns, defaultName, context.Options.Table);
    }

    /// <summary>Whether files do not hold a column.</summary>
    public bool IsKey(string column) => Array.Exists(_keys, k => k.Name == column);

    /// <summary>The columns of a row that its file holds.</summary>
    public Column[] FileColumns(Batch batch) => [.. batch.Columns.Where((_, i) => !_columns.Contains(i))];

    /// <summary>The directory of a row, below the table's: <c>a=1/b=x</c>.</summary>
    public string DirectoryOf(Batch batch, int row)
    {
        var path = new StringBuilder();
        for (int i = 0; i < _keys.Length; i++)
        {
            if (i > 0) path.Append('/');
            AppendEscaped(path, _keys[i].Name);
            path.Append('=');
            AppendEscaped(path, Text(i, batch.Columns[_columns[i]], row));
        }
        return path.ToString();
    }

    /// <summary>The directories of partitions below a table's, in order.</summary>
    /// <exception cref="ConnectorException">A directory at their depth does not name every partition column.</exception>
    public IReadOnlyList<string> Find(string root)
    {
        var found = new List<string>();
        Find(new DirectoryInfo(root), "", 0, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>A partition column's value in the file of a path below the table's, as a column of one row.</summary>
    public Column ValueOf(string path, string column)
    {
        Field key = Array.Find(_keys, k => k.Name == column)!;
        string? text = Names(path)[column];
        ColumnBuilder builder = ColumnBuilder.Create(key.Type);
        bool fits = text is not null || key.Type.IsNullable;
        if (!fits || !SqlValues.TryAppend(text, key.Type, builder))
        {
            throw new ConnectorException("filesystem", _table,
                $"Partition column \"{column}\" of table \"{_table}\" is {key.Type}, but the directory of \"{path}\" says "
                    + $"{(text is null ? $"{_defaultName}, which is NULL" : $"\"{text}\"")}.");
        }
        return builder.Build();
    }

    // The value as its column prints; NULL and the empty text have no name of their own.
    private string Text(int key, Column column, int row)
    {
        if (column.IsNull(row)) return _defaultName;
        string text = _formatters[key].Format(new Batch([column], column.Length), row)[3..^1];
        return text.Length == 0 ? _defaultName : text;
    }

    private void Find(DirectoryInfo directory, string path, int depth, List<string> found)
    {
        if (depth == _keys.Length)
        {
            Names(path + "/");
            found.Add(path);
            return;
        }
        foreach (DirectoryInfo nested in directory.EnumerateDirectories())
        {
            // A column's name may begin with an underscore.
            bool isHidden = nested.Name.StartsWith('.') || (nested.Name.StartsWith('_') && !nested.Name.Contains('='));
            if (!isHidden) Find(nested, path.Length == 0 ? nested.Name : $"{path}/{nested.Name}", depth + 1, found);
        }
    }

    /// <summary>The values that a path's directories name; null for the default name.</summary>
    private Dictionary<string, string?> Names(string path)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string part in path.Split('/').Take(_keys.Length))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            string value = Unescape(part[(equals + 1)..]);
            names[Unescape(part[..equals])] = value == _defaultName ? null : value;
        }
        if (_keys.All(k => names.ContainsKey(k.Name))) return names;
        throw new ConnectorException("filesystem", _table,
            $"The directory \"{path.TrimEnd('/')}\" of table \"{_table}\" does not name its partition: expected "
                + $"{string.Join('/', _keys.Select(k => k.Name + "=…"))}.");
    }

    private static void AppendEscaped(StringBuilder path, string text)
    {
        foreach (char c in text)
        {
            if (c < ' ' || Escaped.Contains(c, StringComparison.Ordinal)) path.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else path.Append(c);
        }
    }

    private static string Unescape(string text)
    {
        int percent = text.IndexOf('%', StringComparison.Ordinal);
        if (percent < 0) return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isCode = text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            if (!isCode)
            {
                plain.Append(text[i]);
                continue;
            }
            plain.Append((char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 2;
        }
        return plain.ToString();
    }
}

using System.Globalization;

namespace ActorStream.Connectors;

/// <summary>
/// A table's WITH options, pulled one by one by the connector and its formats. What nobody took is refused by
/// <see cref="RefuseLeftovers"/> with the list of what is accepted: an option is never ignored.
/// </summary>
public sealed class TableOptions
{
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly HashSet<string> _taken;
    private readonly SortedSet<string> _accepted;
    private readonly string _prefix;

    /// <summary>Options of a table.</summary>
    /// <param name="table">The table's name, for messages.</param>
    /// <param name="values">The options; secrets are resolved already.</param>
    public TableOptions(string table, IReadOnlyDictionary<string, string> values)
        : this(table, values, "", new(StringComparer.Ordinal), new(StringComparer.Ordinal))
    {
    }

    private TableOptions(
        string table, IReadOnlyDictionary<string, string> values, string prefix, HashSet<string> taken, SortedSet<string> accepted)
    {
        Table = table;
        _values = values;
        _prefix = prefix;
        _taken = taken;
        _accepted = accepted;
    }

    /// <summary>The table's name, for messages.</summary>
    public string Table { get; }

    /// <summary>The full name of a key, with the prefix of <see cref="WithPrefix"/>.</summary>
    public string FullKey(string key) => _prefix + key;

    /// <summary>A view of the options that start with a prefix, by the rest of their names; what is taken there is taken here.</summary>
    public TableOptions WithPrefix(string prefix) => new(Table, _values, _prefix + prefix, _taken, _accepted);

    /// <summary>Whether the option is given, without taking it.</summary>
    public bool Contains(string key) => _values.ContainsKey(_prefix + key);

    /// <summary>Takes an option.</summary>
    /// <returns>Its text, or null where it is not given.</returns>
    public string? Take(string key)
    {
        string full = _prefix + key;
        _accepted.Add(full);
        if (!_values.TryGetValue(full, out string? value)) return null;
        _taken.Add(full);
        return value;
    }

    /// <summary>Takes an option that must be given.</summary>
    public string TakeRequired(string key) =>
        Take(key) ?? throw Error($"Table \"{Table}\" lacks the option '{_prefix + key}'.",
            $"Add '{_prefix + key}' = '…' to its WITH clause.");

    /// <summary>Takes <c>true</c> or <c>false</c>.</summary>
    public bool TakeBoolean(string key, bool defaultValue)
    {
        string? text = Take(key);
        if (text is null) return defaultValue;
        if (bool.TryParse(text, out bool value)) return value;
        throw Wrong(key, "true or false", text);
    }

    /// <summary>Takes a whole number.</summary>
    public long? TakeLong(string key, long min = long.MinValue, long max = long.MaxValue)
    {
        string? text = Take(key);
        if (text is null) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Wrong(key, "a whole number", text);
        if (value < min || value > max) throw Wrong(key, max == long.MaxValue ? $"at least {min}" : $"a number from {min} to {max}", text);
        return value;
    }

    /// <summary>Takes a whole number.</summary>
    public int TakeInt(string key, int defaultValue, int min = int.MinValue, int max = int.MaxValue) =>
        (int)(TakeLong(key, min, max) ?? defaultValue);

    /// <summary>Takes a duration as Flink writes it: <c>10 s</c>, <c>5min</c>, <c>1 h</c>; a bare number is milliseconds.</summary>
    public TimeSpan? TakeDuration(string key)
    {
        string? text = Take(key);
        if (text is null) return null;
        return OptionText.TryParseDuration(text, out TimeSpan value)
            ? value
            : throw Wrong(key, "a duration such as '10 s' or '5 min'", text);
    }

    /// <summary>Takes a memory size as Flink writes it: <c>64mb</c>, <c>1 gb</c>; a bare number is bytes.</summary>
    public long? TakeMemorySize(string key)
    {
        string? text = Take(key);
        if (text is null) return null;
        return OptionText.TryParseMemorySize(text, out long value) ? value : throw Wrong(key, "a memory size such as '64 mb'", text);
    }

    /// <summary>Takes one of several words, found without regard to case.</summary>
    public T TakeChoice<T>(string key, T defaultValue, params (string Word, T Value)[] choices)
    {
        string? text = Take(key);
        if (text is null) return defaultValue;
        foreach ((string word, T value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return value;
        }
        throw Wrong(key, "one of " + string.Join(", ", choices.Select(c => $"'{c.Word}'")), text);
    }

    /// <summary>Takes all options that start with a prefix, by the rest of their names.</summary>
    public IReadOnlyDictionary<string, string> TakePrefixed(string prefix)
    {
        _accepted.Add(_prefix + prefix + "*");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in _values)
        {
            if (!key.StartsWith(_prefix + prefix, StringComparison.Ordinal)) continue;
            _taken.Add(key);
            found.Add(key[(_prefix.Length + prefix.Length)..], value);
        }
        return found;
    }

    /// <summary>Refuses options that nobody took.</summary>
    /// <exception cref="ActorStreamException">With the list of what is accepted.</exception>
    public void RefuseLeftovers()
    {
        string[] left = [.. _values.Keys.Where(k => !_taken.Contains(k)).Order(StringComparer.Ordinal)];
        if (left.Length == 0) return;
        throw Error(
            $"Table \"{Table}\" has {(left.Length == 1 ? "an option" : "options")} that its connector does not know: "
                + string.Join(", ", left.Select(k => $"'{k}'")) + ".",
            "Accepted are: " + string.Join(", ", _accepted) + ".");
    }

    /// <summary>An error about the value of an option.</summary>
    public ActorStreamException Wrong(string key, string expected, string got) =>
        Error($"Option '{_prefix + key}' of table \"{Table}\" must be {expected}, but is '{got}'.", null);

    private static ActorStreamException Error(string message, string? hint) => new(message, ErrorDomain.User, hint: hint);
}

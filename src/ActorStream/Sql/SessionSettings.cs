namespace ActorStream.Sql;

/// <summary>What SET has set, by key, over what the session began with.</summary>
internal sealed class SessionSettings
{
    private readonly Dictionary<string, string> _initial;
    private readonly SortedDictionary<string, string> _values;

    public SessionSettings(IReadOnlyDictionary<string, string>? initial = null)
    {
        _initial = new Dictionary<string, string>(initial ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        _values = new SortedDictionary<string, string>(_initial, StringComparer.Ordinal);
        LocalTimeZone = ZoneOf(_values.GetValueOrDefault(LocalTimeZoneKey));
    }

    public const string LocalTimeZoneKey = "table.local-time-zone";

    /// <summary>All settings, by key.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary><c>table.local-time-zone</c>; UTC where it is not set.</summary>
    public TimeZoneInfo LocalTimeZone { get; private set; }

    public string? Get(string key) => _values.GetValueOrDefault(key);

    public void Set(string key, string value)
    {
        if (key == LocalTimeZoneKey)
        {
            LocalTimeZone = ZoneOf(value);
        }

        _values[key] = value;
    }

    public void Reset(string? key)
    {
        foreach (string name in key is null ? [.. _values.Keys] : (IEnumerable<string>)[key])
        {
            if (_initial.TryGetValue(name, out string? value))
            {
                _values[name] = value;
            }
            else
            {
                _values.Remove(name);
            }
        }

        LocalTimeZone = ZoneOf(_values.GetValueOrDefault(LocalTimeZoneKey));
    }

    /// <summary>A zone by its IANA name, or an offset such as <c>GMT+08:00</c>.</summary>
    private static TimeZoneInfo ZoneOf(string? name)
    {
        if (name is null or "default" or "UTC" or "GMT" or "Z")
        {
            return TimeZoneInfo.Utc;
        }

        string offset = name.StartsWith("GMT", StringComparison.Ordinal) || name.StartsWith("UTC", StringComparison.Ordinal) ? name[3..]
            : name;
        if (offset.Length > 1 && offset[0] is '+' or '-' && TryOffset(offset[1..], out TimeSpan span))
        {
            span = offset[0] == '-' ? -span : span;
            return TimeZoneInfo.CreateCustomTimeZone(name, span, name, name);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new SqlException(
                SqlErrorPhase.Validation,
                $"Time zone \"{name}\" not found.",
                0,
                0,
                "Set 'table.local-time-zone' to a name as Asia/Shanghai, or an offset as GMT+08:00.");
    }

    private static bool TryOffset(string text, out TimeSpan span)
    {
        string[] parts = text.Split(':');
        span = default;
        if (parts.Length is < 1 or > 2 || !int.TryParse(parts[0], out int hours) || hours is < 0 or > 14)
        {
            return false;
        }

        int minutes = 0;
        if (parts.Length == 2 && (!int.TryParse(parts[1], out minutes) || minutes is < 0 or > 59))
        {
            return false;
        }

        span = new TimeSpan(hours, minutes, 0);
        return true;
    }
}

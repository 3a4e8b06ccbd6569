using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Cli.Hocon;

/// <summary>
/// Typed reading of configuration keys. A value of another form is an error with the value's place in its file.
/// Keys are paths with dots, as the files write them.
/// </summary>
internal sealed class HoconReader(IConfigurationRoot configuration)
{
    /// <summary>True if the key has a value or fields.</summary>
    public bool Has(string key) => configuration.GetSection(Flat(key)).Exists();

    /// <summary>The text of a key, or null if it is missing or null.</summary>
    public string? Text(string key) => configuration[Flat(key)];

    public TimeSpan? Duration(string key) =>
        Read<TimeSpan>(key, HoconUnits.TryParseDuration, $"a duration such as 10s, in {HoconUnits.DurationUnits}");

    public long? Size(string key) => Read<long>(key, HoconUnits.TryParseSize, $"a size such as 64MiB, in {HoconUnits.SizeUnits}");

    public int? Integer(string key) => Read<int>(key, TryParseInteger, "a whole number");

    public double? Number(string key) => Read<double>(key, TryParseNumber, "a number");

    public bool? Boolean(string key) => Read<bool>(key, TryParseBoolean, "true or false");

    /// <summary>One of an enumeration's values, in kebab-case.</summary>
    public object? Choice(string key, Type type)
    {
        string flat = Flat(key);
        if (configuration[flat] is not { } text) return null;
        string[] names = Enum.GetNames(type);
        int index = Array.FindIndex(names, name => Kebab(name) == text);
        if (index >= 0) return Enum.Parse(type, names[index]);
        string expected = string.Join(", ", names.Select(Kebab));
        throw new HoconException(PositionOf(flat), $"Expected one of {expected} for key \"{key}\" but got \"{text}\".");
    }

    /// <summary>All texts below a key, by the rest of their path; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Map(string key)
    {
        string prefix = Flat(key) + ":";
        return configuration.AsEnumerable().Where(e => e.Value is not null && e.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(e => e.Key[prefix.Length..].Replace(':', '.'), static e => e.Value!);
    }

    /// <summary>The elements of an array, empty if the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. configuration.GetSection(Flat(key)).GetChildren().Select(static c => c.Value).OfType<string>()];

    /// <summary>A name as the files write it: <c>MaxRows</c> is <c>max-rows</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Flat(string key) => key.Replace('.', ':');

    private static bool TryParseInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = text is "true" or "yes" or "on";
        return value || text is "false" or "no" or "off";
    }

    private T? Read<T>(string key, TryParse<T> parse, string expected)
        where T : struct
    {
        string flat = Flat(key);
        if (configuration[flat] is not { } text) return null;
        if (parse(text, out T value)) return value;
        throw new HoconException(PositionOf(flat), $"Expected {expected} for key \"{key}\" but got \"{text}\".");
    }

    private HoconPosition PositionOf(string flat)
    {
        foreach (IConfigurationProvider provider in configuration.Providers.Reverse())
        {
            if (provider is HoconConfigurationProvider hocon && hocon.PositionOf(flat) is { } position) return position;
            if (provider.TryGet(flat, out _)) break;
        }
        return new HoconPosition("command line", 1, 1);
    }

    private delegate bool TryParse<T>(string text, out T value);
}

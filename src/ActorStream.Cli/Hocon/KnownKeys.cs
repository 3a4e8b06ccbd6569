using ActorStream.Sql;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Cli.Hocon;

/// <summary>The keys that mean something: those of reference.conf. A mistyped one would leave its default in force without a
/// word.</summary>
internal static class KnownKeys
{
    private const string Root = "actorstream";

    /// <summary>Refuses keys below <c>actorstream</c> that the reference does not have.</summary>
    /// <exception cref="HoconException">There is one.</exception>
    public static void Check(HoconConfigurationProvider configuration, HoconConfigurationProvider reference)
    {
        var known = new HashSet<string>(reference.Keys.SelectMany(Paths), StringComparer.OrdinalIgnoreCase);
        foreach (string key in configuration.Keys)
        {
            if (!key.StartsWith(Root + ":", StringComparison.OrdinalIgnoreCase)) continue;
            string? unknown = Paths(key).FirstOrDefault(path => !known.Contains(path));
            if (unknown is null || IsMap(reference, unknown)) continue;
            string parent = ConfigurationPath.GetParentPath(unknown)!;
            string? near = Suggestions.Hint(ConfigurationPath.GetSectionKey(unknown)!, known
                .Where(k => parent.Equals(ConfigurationPath.GetParentPath(k), StringComparison.OrdinalIgnoreCase))
                .Select(static k => ConfigurationPath.GetSectionKey(k)!));
            throw new HoconException(configuration.PositionOf(key) ?? new HoconPosition("", 1, 1),
                $"Key \"{unknown.Replace(':', '.')}\" does not exist.", near ?? "hocon/reference.conf lists the keys.");
        }
    }

    /// <summary>The path of a key, from its root down, without what stands for an item of a list.</summary>
    private static IEnumerable<string> Paths(string key)
    {
        string path = "";
        foreach (string part in key.Split(':'))
        {
            if (part.All(char.IsAsciiDigit)) continue;
            path = path.Length == 0 ? part : path + ":" + part;
            yield return path;
        }
    }

    /// <summary>An empty object in the reference takes any keys.</summary>
    private static bool IsMap(HoconConfigurationProvider reference, string path) =>
        ConfigurationPath.GetParentPath(path) is { } parent && (reference.IsEmptyObject(parent) || IsMap(reference, parent));
}

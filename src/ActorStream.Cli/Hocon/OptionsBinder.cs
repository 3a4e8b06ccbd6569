using System.Reflection;

namespace ActorStream.Cli.Hocon;

/// <summary>
/// Fills the properties of an options record from a section: <c>MaxWaitingRows</c> from <c>max-waiting-rows</c>, and, as a size,
/// <c>MaxHeldBytes</c> from <c>max-held</c>. Properties of other types than numbers, texts, durations and the like are left alone.
/// </summary>
internal static class OptionsBinder
{
    private static readonly HashSet<Type> Bindable =
    [
        typeof(string), typeof(int), typeof(long), typeof(double), typeof(bool), typeof(TimeSpan),
        typeof(IReadOnlyList<string>), typeof(IReadOnlyDictionary<string, string>),
    ];

    /// <summary>Sets what the section gives; other properties keep their values.</summary>
    public static T Bind<T>(T options, HoconReader reader, string section)
        where T : class
    {
        foreach ((string key, PropertyInfo property) in Keys(typeof(T)))
        {
            if (Read(reader, $"{section}.{key}", property) is { } value) property.SetValue(options, value);
        }
        return options;
    }

    /// <summary>The properties that can be bound, by key.</summary>
    public static IEnumerable<(string Key, PropertyInfo Property)> Keys(Type options) =>
        from property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where property.SetMethod is not null && (type.IsEnum || Bindable.Contains(type))
        select (KeyOf(property), property);

    private static string KeyOf(PropertyInfo property)
    {
        string key = HoconReader.Kebab(property.Name);
        if (property.PropertyType == typeof(bool) && key.StartsWith("is-", StringComparison.Ordinal)) key = key[3..];
        return IsSize(property) ? key[..^"-bytes".Length] : key;
    }

    private static bool IsSize(PropertyInfo property) =>
        property.PropertyType == typeof(long) && property.Name.EndsWith("Bytes", StringComparison.Ordinal);

    private static object? Read(HoconReader reader, string key, PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (IsSize(property)) return reader.Size(key);
        if (type == typeof(TimeSpan)) return reader.Duration(key);
        if (type == typeof(int)) return reader.Integer(key);
        if (type == typeof(long)) return (long?)reader.Integer(key);
        if (type == typeof(double)) return reader.Number(key);
        if (type == typeof(bool)) return reader.Boolean(key);
        if (type == typeof(IReadOnlyList<string>)) return reader.Has(key) ? reader.Texts(key) : null;
        if (type == typeof(IReadOnlyDictionary<string, string>)) return reader.Map(key);
        return type.IsEnum ? reader.Choice(key, type) : reader.Text(key);
    }
}

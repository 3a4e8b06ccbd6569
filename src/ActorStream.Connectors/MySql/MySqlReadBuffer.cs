using System.Reflection;
using MySql.Data.MySqlClient;

namespace ActorStream.Connectors.MySql;

/// <summary>
/// MySql.Data asks the kernel twice for each row, for its packet's header and for the rest, which is a third of the work of looking
/// many keys up. There is no setting against that, so a buffer is put before the stream from which it reads, by its private field.
/// A version of the library that has no such field works as before, only slower; a test says so.
/// </summary>
internal static class MySqlReadBuffer
{
    private const int SizeBytes = 16 * 1024;

    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo? Driver = typeof(MySqlConnection).GetField("driver", Private);

    /// <summary>Puts a buffer before what an opened connection reads.</summary>
    /// <returns>False where the library does not have the fields.</returns>
    public static bool Attach(MySqlConnection connection)
    {
        object? stream = Value(Value(Driver?.GetValue(connection), "handler"), "stream");
        FieldInfo? field = stream?.GetType().GetField("inStream", Private);
        if (field?.GetValue(stream) is not Stream unbuffered) return false;
        field.SetValue(stream, new BufferedStream(unbuffered, SizeBytes));
        return true;
    }

    private static object? Value(object? of, string name)
    {
        for (Type? type = of?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, Private) is { } field) return field.GetValue(of);
        }
        return null;
    }
}

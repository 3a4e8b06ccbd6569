using System.Text;
using ActorStream.State;

namespace ActorStream.Tests.State;

public sealed class EntityTableTests
{
    [Fact]
    public void BehavesAsADictionaryOverAnyHistory()
    {
        var random = new Random(20240117);
        var table = new EntityTable();
        var model = new Dictionary<string, int>();
        for (int step = 0; step < 200_000; step++)
        {
            string key = $"{new string('k', random.Next(3))}{random.Next(3000)}";
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            uint hash = EntityTable.Hash(bytes);
            if (random.Next(3) == 0)
            {
                int found = table.Find(hash, bytes);
                Assert.Equal(model.GetValueOrDefault(key, -1), found);
                if (found < 0) continue;
                table.Remove(found);
                model.Remove(key);
            }
            else
            {
                int entity = table.GetOrAdd(hash, bytes, out bool added);
                Assert.Equal(!model.ContainsKey(key), added);
                if (!added) Assert.Equal(model[key], entity);
                model[key] = entity;
            }
            Assert.Equal(model.Count, table.Count);
        }
        foreach ((string key, int entity) in model) Assert.Equal(key, Encoding.UTF8.GetString(table.KeyOf(entity)));
        Assert.Equal(model.Count, model.Values.Distinct().Count());
    }

    [Fact]
    public void KeysThatOnlyDifferInTrailingZerosAreDifferent()
    {
        var table = new EntityTable();
        byte[] shorter = [1, 2];
        byte[] longer = [1, 2, 0];
        int first = table.GetOrAdd(EntityTable.Hash(shorter), shorter, out _);
        int second = table.GetOrAdd(EntityTable.Hash(longer), longer, out bool added);
        Assert.True(added);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void IndexesOfRemovedEntitiesAreUsedAgain()
    {
        var table = new EntityTable();
        for (int i = 0; i < 10_000; i++)
        {
            byte[] key = BitConverter.GetBytes(i);
            table.Remove(table.GetOrAdd(EntityTable.Hash(key), key, out _));
        }
        Assert.Equal(1, table.Capacity);
    }
}

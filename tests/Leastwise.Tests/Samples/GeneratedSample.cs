using Leastwise.Samples;

namespace Leastwise.Tests.Samples;

/// <summary>The sample written into two temporary folders, once for all tests of this room.</summary>
public sealed class GeneratedSample : IDisposable
{
    private readonly TemporaryFolder _home = new();

    /// <summary>Writes both.</summary>
    public GeneratedSample()
    {
        First = Write("first");
        Second = Write("second");
    }

    /// <summary>The files of the first run.</summary>
    public IReadOnlyDictionary<string, byte[]> First { get; }

    /// <summary>The files of the second run.</summary>
    public IReadOnlyDictionary<string, byte[]> Second { get; }

    /// <summary>The folder in which both lie.</summary>
    public string Home => _home.Root;

    /// <inheritdoc/>
    public void Dispose() => _home.Dispose();

    private SortedDictionary<string, byte[]> Write(string name)
    {
        var folder = Path.Combine(Home, name);
        SampleAccount.Write(folder);
        return Folder.Read(folder);
    }
}

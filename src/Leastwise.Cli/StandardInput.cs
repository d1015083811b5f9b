namespace Leastwise.Cli;

/// <summary>Standard input in the place of a file: written <c>-</c>, called "standard input" in messages.</summary>
internal static class StandardInput
{
    /// <summary>How it is written on the command line.</summary>
    public const string Sign = "-";

    /// <summary>How messages and reports call it.</summary>
    public const string Name = "standard input";

    /// <summary>The path as messages call it.</summary>
    public static string Called(string path) => path == Sign ? Name : path;

    /// <summary>Everything that it gives.</summary>
    public static byte[] ReadAll()
    {
        using Stream input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        input.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A file of its own with everything that it gives, gone when disposed. For readers that want files.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("leastwise-").FullName;

        /// <summary>Writes the file.</summary>
        public Spool()
        {
            Path = System.IO.Path.Combine(folder, "input");
            using Stream input = Console.OpenStandardInput();
            using FileStream file = File.Create(Path);
            input.CopyTo(file);
        }

        /// <summary>Where it lies.</summary>
        public string Path { get; }

        /// <inheritdoc/>
        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}

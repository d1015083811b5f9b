using System.Text;

namespace Leastwise.Tests;

/// <summary>
/// Whole outputs kept in tests/golden, so that a change of output is read like a change of code. With <c>UPDATE_GOLDEN=1</c> in the environment a test
/// writes its file anew instead of comparing; read the diff before you commit it.
/// </summary>
internal static class GoldenFile
{
    public static void ShouldMatch(string name, string actual)
    {
        string path = Repository.PathOf("tests", "golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Repository.Root);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        File.Exists(path).ShouldBeTrue($"{path} is not there yet. Run the test with UPDATE_GOLDEN=1 and read what it wrote.");
        actual.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"), $"{name} differs. If the change is meant, run the test with UPDATE_GOLDEN=1 and read the diff.");
    }
}

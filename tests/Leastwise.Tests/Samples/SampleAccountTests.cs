using System.Text.Json;
using Leastwise.Samples;

namespace Leastwise.Tests.Samples;

[Collection(SampleCollection.Name)]
public sealed class SampleAccountTests(GeneratedSample generated)
{
    private const long SizeLimit = 3_000_000;

    private static readonly string s_committed = Repository.PathOf("samples", "acme");

    [Fact]
    public void Two_runs_write_the_same_bytes()
    {
        generated.Second.Keys.ShouldBe(generated.First.Keys);
        foreach (var (key, bytes) in generated.First)
            generated.Second[key].AsSpan().SequenceEqual(bytes).ShouldBeTrue(key);
    }

    [Fact]
    public void The_committed_sample_is_what_the_generator_writes()
    {
        var committed = Folder.Read(s_committed);
        committed.Keys.ShouldBe(generated.First.Keys);
        foreach (var (key, bytes) in generated.First)
            Folder.Content(key, committed[key]).AsSpan().SequenceEqual(Folder.Content(key, bytes)).ShouldBeTrue(key);
    }

    [Fact]
    public void A_second_run_into_the_same_folder_leaves_nothing_old_behind()
    {
        var folder = Path.Combine(generated.Home, "again");
        var left = Path.Combine(folder, "AWSLogs", "left-behind.json.gz");
        Directory.CreateDirectory(Path.Combine(folder, "AWSLogs"));
        File.WriteAllText(left, "old");
        SampleAccount.Write(folder);
        File.Exists(left).ShouldBeFalse();
        Folder.Read(folder).Keys.ShouldBe(generated.First.Keys);
    }

    [Fact]
    public void The_sample_stays_small()
    {
        // As du counts: a folder takes a block of 4,096 bytes.
        var folders = Directory.EnumerateDirectories(s_committed, "*", SearchOption.AllDirectories).Count() + 1;
        var size = Folder.Read(s_committed).Values.Sum(static bytes => (long)bytes.Length) + (folders * 4096L);
        size.ShouldBeLessThan(SizeLimit);
    }

    [Fact]
    public void Every_file_but_the_readme_is_json()
    {
        foreach (var (key, bytes) in generated.First.Where(static file => file.Key != "README.md"))
            Should.NotThrow(() => JsonDocument.Parse(Folder.Content(key, bytes)).Dispose(), key);
    }
}

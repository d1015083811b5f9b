using Leastwise.Samples;

if (args is not [var folder])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Leastwise.Samples -c Release -- FOLDER");
    Console.Error.WriteLine("Writes the sample account into FOLDER anew, for example samples/acme.");
    return 2;
}

var (files, events) = SampleAccount.Write(folder);
Console.Error.WriteLine($"{files} files with {events} records written to {folder}.");
return 0;

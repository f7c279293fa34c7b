// Runs once a night.

export async function handler(event) {
  console.log("good night");
}
